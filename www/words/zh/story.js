// 正在做什么，用一句话说清。

export default {
  'story.starting': '正在启动……',
  'story.engine': '正在下载计算引擎……',
  'story.engine-amount': '正在下载计算引擎：{amount}',
  'story.device': '正在准备计算设备……',
  'story.model': '正在生成初始权重……',
  'story.restarting': '引擎停了，正在重启……',
  'story.failed': '已停止。通知里写着可以怎么办。',
  'story.evaluating': '正在用全部测试数字检验……',
  'story.cleaning': '正在让分类器找出错误的标签……',
  'story.waiting': '正在等更多数字下载……',
  'story.first-step': '第一步……',
  'story.first-step-gpu': '第一步：正在编译 GPU 程序，可能需要几秒钟……',
  'story.scripted': '脚本正在训练，第 {step} 步。',
  'story.ready': '准备好了。点“训练”，看它学习。',
  'story.paused': '已暂停在第 {step} 步，进度都在；点“训练”继续。',
  'story.one-left': '正在训练：还剩 {steps} 步。',
  'story.left': '正在训练：还剩 {steps} 步。',
  'story.first-pass': '正在训练：第一遍学习全部数字。',
  'story.pass': '正在训练：第 {pass} 遍学习全部数字。',
};
