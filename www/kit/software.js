// Graphics processors that are none.

/** Whether what a driver says of itself names one that computes on the CPU. @param {string} description */
export const isSoftware = (description) => /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i.test(description);
