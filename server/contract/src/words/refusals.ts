import { booksRefusals } from './parking/books-refusals.ts'
import { phantomRefusals } from './parking/phantoms.ts'
import { plateRefusals } from './parking/plate-refusals.ts'
import { appointmentRefusals } from './refusals/appointments.ts'
import { pageRefusals } from './refusals/by-page.ts'
import { caseRefusals } from './refusals/cases.ts'

/**
 * A refusal is a value, not an error: a stable code, the HTTP status that fits, and a sentence a person understands.
 * Codes are never renamed. Checks run in the order: shape, who asks, where, then the rule.
 */
interface RefusalWord {
  status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503
  zh: string
  en: string
}

const word = (status: RefusalWord['status'], zh: string, en: string): RefusalWord => ({ status, zh, en })

export const refusals = {
  'command.malformed': word(400, '请求内容不完整或格式不对。', 'The request is incomplete or not in the right form.'),
  'command.id-reused': word(
    409,
    '这个请求编号已用于另一个操作。',
    'This request id was already used for something else.',
  ),
  'request.too-large': word(413, '请求内容过大。', 'The request is too large.'),
  'request.too-deep': word(400, '请求内容层级过深。', 'The request is nested too deeply.'),
  'request.not-json': word(415, '请求必须是 JSON。', 'The request must be JSON.'),
  'request.not-csv': word(415, '文件必须是 CSV。', 'The file must be CSV.'),
  'request.too-many': word(429, '操作太频繁，请稍后再试。', 'Too many requests. Please try again shortly.'),
  'request.not-found': word(404, '没有这个地址。', 'There is nothing at this address.'),
  'hub.unavailable': pageRefusals['hub.unavailable'],
  'hub.busy': word(
    503,
    '系统繁忙，请过几秒再试。',
    'The system has too much to do just now. Please try again in a few seconds.',
  ),
  'access.unknown': pageRefusals['access.unknown'],
  'access.denied': word(403, '您没有这项操作的权限。', 'You are not allowed to do this.'),
  'access.ticket-ended': word(401, '连接凭证已过期，正在重新连接。', 'The way in has expired; connecting again.'),
  'access.wrong-password': word(401, '账号或密码不正确。', 'The account or the password is wrong.'),
  'access.wrong-origin': word(403, '请求来源不被允许。', 'The request came from a place that is not allowed.'),
  'hall.unknown': word(404, '没有这个大厅。', 'There is no such hall.'),
  'hall.closed-now': word(
    409,
    '现在不在取号时间内。如需办事，请咨询大厅工作人员。',
    'Numbers are not given at this time. Please ask the staff of the hall.',
  ),
  'hall.hours-wrong': word(
    422,
    '开放时间有矛盾：每天只能设一次，且结束时刻要晚于开始时刻。',
    'The hours contradict themselves: a day can be set only once, and must end after it begins.',
  ),
  'hall.exists': word(409, '这个大厅已经建立。', 'This hall exists already.'),
  'hall.day-open-tickets': word(
    409,
    '还有正在办理的号票，不能结束今天。',
    'Somebody is still being served, so the day cannot be closed.',
  ),
  'hall.day-empty': word(404, '这一天没有记录。', 'There is nothing on record for this day.'),
  'hall.day-unknown': word(409, '这一天没有可以结束的业务。', 'There is nothing to close on this day.'),
  'hall.day-kept': word(
    409,
    '这一天还有未了结的事项，或保存期未满，不能清除个人信息。',
    'Something of this day is still open, or its time has not come, so it cannot be erased.',
  ),
  ...booksRefusals,
  'lot.unknown': word(404, '没有这个停车场。', 'There is no such car park.'),
  'lot.exists': word(409, '这个停车场已经建立。', 'This car park exists already.'),
  'lot.fenced': word(409, '停车网桥已被新的实例接替。', 'A newer bridge has taken over this car park.'),
  'lot.gap': word(
    409,
    '道闸记录不连续，请从断点重新上传。',
    'The gate records have a gap; send again from the last one known.',
  ),
  'lot.other-epoch': word(
    409,
    '道闸账本已更换，这份记录属于更早的账本。',
    'The gate has another ledger by now; this report belongs to an earlier one.',
  ),
  'lot.awaits-sign-off': word(
    409,
    '系统刚从备份恢复，停车员核对道闸台账并确认之前不向道闸发送减免。',
    'The system was restored from a backup; nothing is sent to the gate until an operator has signed off.',
  ),
  'lot.ledger-unread': word(
    409,
    '道闸台账还没有读完，暂时不能确认。',
    'The ledger of the gate was not read to its end yet, so there is nothing to sign off.',
  ),
  'lot.nothing-to-sign-off': word(409, '没有需要确认的恢复。', 'No restore is waiting to be signed off.'),
  'lot.day-kept': word(
    409,
    '这一天的车辆还在场内，或保存期未满，不能清除车牌。',
    'A car of this day is still inside, or its time has not come, so the plates cannot be erased.',
  ),
  'city.unknown': word(404, '没有这个城市。', 'There is no such city.'),
  'city.exists': word(409, '这个城市已经建立。', 'This city exists already.'),
  'account.password-first': word(403, '请先设置您自己的密码。', 'Please choose a password of your own first.'),
  'account.password-weak': word(
    422,
    '新密码至少10个字符，且不能与账号或原密码相同。',
    'A new password has at least ten characters, and is neither the account nor the old password.',
  ),
  'account.code-needed': word(401, '请输入验证器上的六位数字。', 'Please enter the six digits of your authenticator.'),
  'account.code-wrong': word(401, '验证码不正确或已用过。', 'The code is wrong or was used already.'),
  'account.exists': word(409, '这个账号已经存在。', 'This account exists already.'),
  'account.unknown': word(404, '没有这个账号。', 'There is no such account.'),
  'account.closed': word(409, '这个账号已停用。', 'This account is closed.'),
  'account.self': word(
    409,
    '不能修改自己的角色或停用自己的账号，请由另一位系统管理员操作。',
    'Nobody changes his own role or closes his own account; another administrator has to.',
  ),
  'device.unknown': word(404, '没有这台设备。', 'There is no such device.'),
  'device.invite-invalid': word(401, '配对链接无效或已过期。', 'This pairing link is not valid or has expired.'),
  'device.key-missing': pageRefusals['device.key-missing'],
  'device.challenge-ended': word(409, '验证已过期，请再试一次。', 'The check has expired. Please try again.'),
  'counter.unknown': word(404, '没有这个窗口。', 'There is no such counter.'),
  'counter.not-open': word(409, '窗口没有开放。', 'The counter is not open.'),
  'counter.already-open': word(409, '窗口已经开放。', 'The counter is open already.'),
  'counter.not-paused': word(409, '窗口没有暂停。', 'The counter is not paused.'),
  'counter.not-yours': word(403, '这个窗口由其他工作人员值守。', 'Somebody else is at this counter.'),
  'counter.busy': word(409, '窗口还有正在办理的号票。', 'The counter still has somebody to serve.'),
  'counter.staff-elsewhere': word(409, '您已在另一个窗口开放服务。', 'You are already serving at another counter.'),
  'counter.too-many': word(409, '一个大厅最多 200 个窗口。', 'A hall has at most 200 counters.'),
  'counter.label-taken': word(409, '已有窗口使用这个窗口号。', 'Another counter has this label.'),
  'counter.nothing-to-undo': word(409, '没有可以撤回的操作。', 'There is nothing to undo.'),
  'counter.undo-too-late': word(
    409,
    '之后已有新的事实，不能撤回。',
    'Something has happened since, so it cannot be undone.',
  ),
  'service.unknown': word(404, '没有这项业务。', 'There is no such service.'),
  'service.prefix-taken': word(409, '这个字母已用于另一项业务。', 'Another service has this letter.'),
  'service.prefix-kept': word(
    409,
    '业务的字母不能改：已取的号以它开头。',
    'The letter of a service stays: numbers that were given begin with it.',
  ),
  'service.not-here': word(409, '这个窗口不办理这项业务。', 'This counter does not handle that service.'),
  'ticket.unknown': word(404, '没有这张号票。', 'There is no such ticket.'),
  'ticket.code-wrong': word(
    403,
    '票码不对，请核对小票上的票码。',
    'The code does not belong to this ticket. Please check the code on the slip.',
  ),
  'ticket.queue-empty': word(409, '现在没有可以呼叫的号票。', 'Nobody is waiting for this counter.'),
  'ticket.not-waiting': word(409, '这张号票已不在等候中。', 'This ticket is no longer waiting.'),
  'ticket.not-called': word(409, '这张号票没有在被呼叫。', 'This ticket is not being called.'),
  'ticket.not-serving': word(409, '这张号票不在办理中。', 'This ticket is not being served.'),
  'ticket.not-held': word(409, '这张号票没有被挂起。', 'This ticket is not on hold.'),
  'ticket.not-missed': word(409, '这张号票没有过号。', 'This ticket was not missed.'),
  'ticket.not-here': word(409, '这张号票在另一个窗口。', 'This ticket is at another counter.'),
  'ticket.recall-limit': word(
    409,
    '重呼次数已到上限，请做过号处理。',
    'The ticket was called again as often as allowed; please mark it missed.',
  ),
  'ticket.ended': word(409, '这张号票已经结束。', 'This ticket is finished.'),
  'ticket.numbers-exhausted': word(409, '今天这项业务的号已取完。', 'All numbers of this service are taken for today.'),
  'ticket.priority-by-staff': word(
    403,
    '预约优先须由工作人员核对后登记。',
    'The priority of an appointment is entered by staff, who check it.',
  ),
  'ticket.signature-wrong': word(
    403,
    '离线号票的签名不对，不能入队。',
    'The signature of this offline ticket is wrong, so it cannot join the queue.',
  ),
  'ticket.other-day': word(
    409,
    '这张离线号票不是今天的，不能入队。',
    'This offline ticket is of another day, so it cannot join the queue.',
  ),
  'ticket.number-not-leased': word(
    409,
    '这个号没有分配给这台取号机，不能入队。',
    'This number was not set aside for this kiosk, so it cannot join the queue.',
  ),
  'ticket.number-used': word(409, '这个号已经入队。', 'This number is in the queue already.'),
  ...appointmentRefusals,
  ...caseRefusals,
  'printer.none': word(404, '这台取号机没有配置小票打印机。', 'No slip printer is set for this kiosk.'),
  'printer.away': word(503, '小票打印机没有响应。', 'The slip printer does not answer.'),
  'push.off': word(404, '本系统没有开通推送提醒。', 'Push notices are not set up here.'),
  'push.unknown-service': word(
    422,
    '本系统不认识这个推送服务。请保持页面打开接收提醒。',
    'The push service of this browser is not one we send to. Keep the page open to be told.',
  ),
  'printer.no-paper': word(503, '小票打印机缺纸。', 'The slip printer is out of paper.'),
  'evaluation.duplicate': word(409, '本次服务已存在评价，请勿重复评价！', 'This service has been rated already.'),
  'evaluation.not-called': word(409, '还没有叫到号，暂时不能评价。', 'You can rate once your number has been called.'),
  'evaluation.reason-missing': word(
    422,
    '差评必须勾选详情或填写文字评价。',
    'Please tick a reason or write one, so that it can be put right.',
  ),
  'evaluation.tag-unknown': word(
    422,
    '评价标签不在现行目录中，或与所选等级不符。',
    'A tag is not in the list in force, or belongs to another level.',
  ),
  'evaluation.window-closed': word(409, '评价期限已过。', 'The time for rating this service has passed.'),
  'evaluation.not-citizen': word(403, '评价只能由办事人本人提交。', 'Only the visitor can submit a rating.'),
  'evaluation.signature-wrong': word(
    403,
    '这条评价不是由该窗口的评价器签名的，未予接受。',
    'This rating was not signed by the tablet it came from, so it is not taken.',
  ),
  'evaluation.time-wrong': word(
    422,
    '评价时间与叫号记录不符，未予接受。',
    'The time of this rating does not fit when the visitor was called, so it is not taken.',
  ),
  'evaluation.kept-full': pageRefusals['evaluation.kept-full'],
  'evaluation.not-open': word(409, '评价期限还没有结束。', 'The time for rating has not ended yet.'),
  'stay.not-inside': word(409, '这辆车不在场内。', 'This car is not inside.'),
  'stay.not-in-review': word(409, '这辆车的车牌没有待复核。', 'The plate of this car does not wait for a review.'),
  'stay.plate-inside': word(409, '这个车牌的车已在场内，请核对。', 'A car with this plate is inside already.'),
  ...plateRefusals,
  ...phantomRefusals,
  'exemption.unknown': word(404, '没有这笔减免。', 'There is no such exemption.'),
  'exemption.ended': word(409, '这笔减免已经结束。', 'This exemption is closed already.'),
  'exemption.not-in-doubt': word(
    409,
    '这笔减免的情况是清楚的，不需要人工认定。',
    'Nothing about this exemption is in doubt.',
  ),
  'exemption.not-due': word(409, '这笔减免还没有到期。', 'This exemption has not expired yet.'),
  'exemption.no-proposal': word(409, '还没有人提出核销。', 'Nobody has proposed to write this off.'),
  'exemption.same-person': word(409, '核销需要两个人确认。', 'A write-off needs two different persons.'),
  'policy.unknown': word(404, '没有这个版本的减免政策。', 'There is no such version of the policy.'),
  'policy.version-taken': word(
    409,
    '这个版本号已经用过，请换一个。',
    'This version was adopted before; choose another name.',
  ),
  'policy.too-early': word(
    422,
    '新政策最早从下一个业务日起执行。',
    'A policy begins on the next business day at the earliest.',
  ),
  'policy.stack-unable': word(
    409,
    '有车场的道闸做不到所选的“与其他优惠同用”规则，照此下发的减免都会被拒。请另选一条。',
    'The gate of a car park cannot do the chosen rule for other discounts, and would refuse every exemption. Choose another rule.',
  ),
  'policy.day-taken': word(
    409,
    '这一天已有一个政策开始执行，请先撤销它或另选一天。',
    'Another version begins on this day; withdraw it first, or choose another day.',
  ),
  'policy.in-force': word(
    409,
    '这个政策已经开始执行，不能撤销。',
    'This version is in force already and cannot be withdrawn.',
  ),
  'policy.days-wrong': word(
    422,
    '请选择今天以前的日期，最多31天。',
    'Choose days before today, in order and at most 31 of them.',
  ),
  'policy.days-erased': word(
    409,
    '这段日期的车牌已按期清除，无法试算。',
    'The plates of these days were erased in their time, so nothing can be tried on them.',
  ),
  'policy.trial-running': word(
    409,
    '本大厅正在进行另一次试算，请稍候。',
    'Another trial of this hall is running; please wait a moment.',
  ),
} as const satisfies Record<string, RefusalWord>

export type RefusalCode = keyof typeof refusals

/** What a decider answers instead of events. `about` names the thing in the way, such as the counter that won. */
export interface Refusal {
  refused: RefusalCode
  about?: string
}

export const refuse = (code: RefusalCode, about?: string): Refusal =>
  about === undefined ? { refused: code } : { refused: code, about }

export const isRefusal = (value: object): value is Refusal => 'refused' in value
