// 访问者的数字图片，在放到画板之前。

export default {
  'picture.use': '使用图片',
  'picture.use-hint': '一张只有一个数字的照片或图画。也可以把图片拖到页面上，或直接粘贴。',

  'picture.title': '这是你的数字吗？',
  'picture.frame': '数字周围的选框',
  'picture.frame-role': '裁剪框',
  'picture.keys': '拖动选框或它的四角。也可以用键盘：方向键移动选框，按住 Shift 时移动右下角；+ 和 − 放大和缩小。',
  'picture.turn-left': '向左转',
  'picture.turn-right': '向右转',
  'picture.whole': '整张图片',
  'picture.seen': '模型将看到的样子：28 × 28，居中',
  'picture.seen-label': '模型将看到的数字',
  'picture.take': '使用',
  'picture.cancel': '取消',
  'picture.moves': '这个文件是动画，只使用它的第一张图片。',

  'picture.remark-good': '可以直接使用，也可以用选框选别的部分。',
  'picture.remark-several': '这里不止一个数字，将使用最大的那个；要用别的，请用选框框住它。',
  'picture.remark-doubtful': '这看起来不像一个数字。请用选框紧紧框住一个数字，四周留一点纸。',
  'picture.remark-empty': '这里只看到纸。请用选框框住数字。',

  'picture.no-kind': '本页无法读取这个文件。请使用 PNG、JPEG、WebP 或 GIF 图片。',
  'picture.no-vector': '这是 SVG 矢量图，本页无法读取。请把它存为 PNG，或截一张屏。',
  'picture.no-nothing': '这个文件是空的：0 字节。请换一个。',
  'picture.no-large': '图片太大：最多 {megabytes} MB、{megapixels} 百万像素。请缩小图片，或只截取数字部分。',
  'picture.no-long': '图片太细长，不像一个数字。请只截取数字部分。',
  'picture.no-broken': '这个文件看起来是图片，但无法读取，可能已损坏。请换一张。',
  'picture.no-reader': '无法查看这张图片：页面的这一部分没有下载成功，或已经停止。请再试一次，或刷新页面。',
};
