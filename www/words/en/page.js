// The words of index.html stand in it, so that the page has them before any script runs.

export default {};
