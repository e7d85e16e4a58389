export const zh = {
  pair: {
    title: '设备配对',
    pairing: '正在配对…',
    noCode: '链接中没有配对码，请在主机首页点击配对链接。',
    again: '再试一次',
    home: '返回首页',
    notPaired: '这台设备还没有配对。请在主机首页点击配对链接。',
    pairAgain: '这台设备的配对已失效，请重新配对。',
  },
} as const
