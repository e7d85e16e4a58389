/** Refusals about cases of bad ratings; laid into the one table of refusals. */
export const caseRefusals = {
  'case.unknown': { status: 404, zh: '没有这件差评整改。', en: 'There is no such case.' },
  'case.closed': { status: 409, zh: '这件差评已经办结。', en: 'This case is closed already.' },
  'case.own': {
    status: 403,
    zh: '这条差评评价的是您本人的服务，请由其他管理人员处理。',
    en: 'This rating is about your own service; somebody else has to deal with it.',
  },
  'case.not-taken': {
    status: 409,
    zh: '还没有人承办，请先承办再处理。',
    en: 'Nobody has taken this case yet; take it first.',
  },
  'case.not-yours': { status: 403, zh: '这件差评由其他人员承办。', en: 'Somebody else has taken this case.' },
  'case.replied': {
    status: 409,
    zh: '已提交答复，正在等待审批。',
    en: 'The reply was handed in and waits for approval.',
  },
  'case.not-replied': { status: 409, zh: '还没有提交答复，不能审批。', en: 'There is no reply to approve yet.' },
  'case.same-person': {
    status: 409,
    zh: '承办人不能审批自己的答复，请由另一位管理人员审批。',
    en: 'Nobody approves his own reply; another manager has to.',
  },
  'case.extended-once': { status: 409, zh: '整改期限只能延长一次。', en: 'The time of a case is extended once only.' },
  'case.overdue': {
    status: 409,
    zh: '已超过整改期限，不能再延长。',
    en: 'The time of this case is over and cannot be extended any more.',
  },
} as const
