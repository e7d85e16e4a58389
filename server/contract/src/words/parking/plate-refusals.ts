/** Refusals about whose car it is; part of the one list of refusals. */
export const plateRefusals = {
  'plate.malformed': {
    status: 422,
    zh: '车牌号不正确，请检查后重新输入。',
    en: 'This is not a plate number we know. Please check it.',
  },
  'plate.ending-malformed': {
    status: 422,
    zh: '请输入车牌最后 3 至 6 位字母或数字。',
    en: 'Please type the last 3 to 6 letters or digits of the plate.',
  },
  'plate.too-many': {
    status: 409,
    zh: '以这几位结尾的车辆超过五辆，请从再前一位起重新输入。',
    en: 'More than five cars end so. Please begin one character earlier and type again.',
  },
  'plate.asked-too-often': {
    status: 429,
    zh: '查找次数已用完，请输入完整车牌号。',
    en: 'No more searches are possible here. Please type the whole plate.',
  },
  'plate.choice-ended': {
    status: 409,
    zh: '这辆车已不能选择，请重新查找或输入完整车牌号。',
    en: 'This car can no longer be chosen. Please search again or type the whole plate.',
  },
  'plate.is-inside': {
    status: 409,
    zh: '登记的车就在场内，无需匹配。',
    en: 'The car of this ticket is inside; there is nothing to match.',
  },
  'plate.not-near': {
    status: 409,
    zh: '只能匹配在场且与登记车牌只差一位的车辆。',
    en: 'Only a car inside whose plate differs in one character can be matched.',
  },
  'plate.correct-at-gate': {
    status: 409,
    zh: '道闸识别的不是有效车牌，请在道闸更正，更正后自动匹配。',
    en: 'What the gate has read is no plate. Please correct it at the gate; then it is matched by itself.',
  },
  'plate.already-corrected': {
    status: 409,
    zh: '车牌只能更正一次，请到停车服务台办理。',
    en: 'A plate can be corrected once. Please ask at the parking desk.',
  },
  'plate.too-late': {
    status: 409,
    zh: '减免已使用，不能再更正车牌。',
    en: 'The free parking was used already, so the plate cannot be changed.',
  },
} as const
