export default {
  'showcase.caption': '画这些数字的网络在普通处理器上训练了两分钟。你的网络在这里从零开始学。',
  'showcase.digit': '由训练好的网络画出的数字，不断变成别的数字',
  'showcase.plane': '这个网络由两个数的潜变量能画出的一切。用方向键移动标记',
  'showcase.pause': '让数字停下',
  'showcase.move': '让数字动起来',
  'showcase.failed': '没能载入训练好的示例网络。实验台不需要它，可以照常使用。',
  'showcase.start': '从训练好的权重开始',
  'showcase.start-title': '载入我们训练好的权重，每个房间立刻显示一个训练好的模型',
};
