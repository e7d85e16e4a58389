/** Refusals about the books of hall and car park; part of the one list of refusals. */
export const booksRefusals = {
  'break.unknown': {
    status: 404,
    zh: '没有这条差异。',
    en: 'There is no such difference in the books.',
  },
  'break.closed': {
    status: 409,
    zh: '这条差异已经了结。',
    en: 'This difference is settled already.',
  },
  'break.needs-adjustment': {
    status: 409,
    zh: '这条差异涉及金额，须由两人提出并复核调整。',
    en: 'Money is at stake: two persons have to adjust it.',
  },
  'adjustment.pending': {
    status: 409,
    zh: '这条差异已有待复核的调整。',
    en: 'An adjustment of this difference is waiting already.',
  },
  'adjustment.none': {
    status: 409,
    zh: '没有待处理的调整。',
    en: 'There is no adjustment to decide on.',
  },
  'adjustment.empty': {
    status: 400,
    zh: '调整的分钟数和金额不能都为零。',
    en: 'An adjustment of nothing is none.',
  },
  'adjustment.not-empty': {
    status: 400,
    zh: '无须调整的，分钟数和金额须为零。',
    en: 'Where nothing is due, minutes and amount are nought.',
  },
  'adjustment.no-refund': {
    status: 409,
    zh: '只有应免未免的停车费可以退款。',
    en: 'Only what was paid although it was earned can be refunded.',
  },
  'adjustment.kind-wrong': {
    status: 409,
    zh: '这条差异不能这样调整：扣回须为负数；应免未免只能退款或无须调整；涉及金额的须写金额。',
    en: 'Not like that: a charge-back is negative, what was owed is refunded or nothing is due, and where there is money an amount is needed.',
  },
  'adjustment.too-much': {
    status: 409,
    zh: '不能超过这条差异的分钟数和金额（连同此前的调整一起计算）。',
    en: 'Together with what was adjusted before that is more than the minutes and the money of this difference.',
  },
  'adjustment.not-credited': {
    status: 409,
    zh: '扣回的不能多于已记入结算的；从未记入的，由停车场承担的请选“无须调整或退款”。',
    en: 'No more can be charged back than stands in the settlement. What never stood there and the car park bears is “nothing due”.',
  },
  'adjustment.same-person': {
    status: 403,
    zh: '须由另一人复核。',
    en: 'Somebody else has to decide on it.',
  },
  'dispute.open': {
    status: 409,
    zh: '这一笔已有未了结的差异或异议。',
    en: 'There is an open difference or dispute about this already.',
  },
  'dispute.unknown': {
    status: 404,
    zh: '这一天的结算单中没有这一笔。',
    en: 'The settlement of that day has no such use.',
  },
  'dispute.same-side': {
    status: 403,
    zh: '异议须由另一方答复。',
    en: 'The other side has to answer a dispute.',
  },
  'settlement.disputed': {
    status: 409,
    zh: '有异议尚未答复，答复后才能签字或关账。',
    en: 'A dispute waits for its answer: nobody signs or closes before that.',
  },
  'settlement.version-wrong': {
    status: 409,
    zh: '结算单已有新版本，请核对后再操作。',
    en: 'There is another version of this settlement. Please look at it first.',
  },
  'settlement.outdated': {
    status: 409,
    zh: '此后有调整，请等下一版结算单。',
    en: 'Adjusted since; please wait for the next version.',
  },
  'settlement.unknown': {
    status: 404,
    zh: '这一天还没有结算单。',
    en: 'There is no settlement of this day yet.',
  },
  'settlement.signed-already': {
    status: 409,
    zh: '这一方已经签字。',
    en: 'This side has signed already.',
  },
  'settlement.same-person': {
    status: 403,
    zh: '双方须由不同的人签字。',
    en: 'The two sides have to be signed by different persons.',
  },
  'settlement.day-wrong': {
    status: 400,
    zh: '这一天还没有开始。',
    en: 'This day has not begun.',
  },
  'settlement.day-erased': {
    status: 409,
    zh: '这一天的车牌已按期清除，不能再重新核对；已出的结算单仍可查看。',
    en: 'The plates of this day were erased in time, so it cannot be looked at anew; its settlements can.',
  },
  'settlement.file-unmapped': {
    status: 409,
    zh: '还没有配置这个停车场的日文件格式。',
    en: 'Nobody has said yet how this car park writes its daily file.',
  },
  'settlement.file-wrong': {
    status: 422,
    zh: '文件有错，没有导入任何一行，请按行号改正后重试。',
    en: 'The file has faults, and not one row was taken. Please correct the lines that are named and try again.',
  },
  'settlement.month-open': {
    status: 409,
    zh: '这个月还没有结束。',
    en: 'This month is not over yet.',
  },
  'settlement.month-unknown': {
    status: 404,
    zh: '这个月没有结算单。',
    en: 'There is no settlement in this month.',
  },
  'settlement.month-closed': {
    status: 409,
    zh: '这个月已经关账；之后发现的差异请双方另行商定。',
    en: 'This month is closed. What turns up later has to be agreed between both sides by hand.',
  },
  'settlement.month-earlier': {
    status: 409,
    zh: '请先关账更早的月份。',
    en: 'An earlier month has to be closed first.',
  },
  'settlement.days-open': {
    status: 409,
    zh: '这个月还有未签字的结算单。',
    en: 'A day of this month is not signed by both sides.',
  },
  'settlement.breaks-old': {
    status: 409,
    zh: '有超过四天未了结的差异，不能关账。',
    en: 'Differences older than four days are open, so the month cannot be closed.',
  },
} as const
