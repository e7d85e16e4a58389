/**
 * Refusals a page gives by itself, while no hub can be reached; part of the one list of refusals. Apart from it, so that
 * a phone does not load some hundred sentences that the hub sends along with each refusal of its own.
 */
export const pageRefusals = {
  'hub.unavailable': {
    status: 503,
    zh: '系统正忙，请稍后用同一操作重试，不会重复。',
    en: 'The system is busy. Repeat the same action shortly; it will not be done twice.',
  },
  'access.unknown': {
    status: 401,
    zh: '请先登录，或重新扫描小票上的二维码。',
    en: 'Please log in, or scan the code on your ticket again.',
  },
  'device.key-missing': {
    status: 422,
    zh: '这台设备不能生成密钥，无法配对。请用新版浏览器，经 HTTPS 或在本机打开。',
    en: 'This device cannot make a key, so it cannot be paired. Use a current browser, over HTTPS or on the host itself.',
  },
  'evaluation.kept-full': {
    status: 503,
    zh: '网络中断，本机已存满200条评价，暂时不能再存。请稍后用手机扫小票上的二维码评价。',
    en: 'The network is away and this tablet holds 200 ratings already, so it cannot keep another. Please rate later on your phone, with the code on your slip.',
  },
} as const
