import type { Actor, Event, StreamName } from '@pingting/contract'
import { HALL, type Wish } from '../flow/floor.ts'

const manager = (staffId: string): Actor => ({
  ...{ kind: 'staff', staffId, name: staffId, role: 'manager', hallIds: ['h1'], lotIds: ['east'] },
})

/** A bad rating is put right, slowly, and at the second try well enough. */
export function cases(must: (stream: StreamName, actor: Actor, wish: Wish) => Event[], caseId: string): void {
  const [handler, other] = [manager('manager'), manager('manager-2')]
  must(HALL, handler, { type: 'rectification.take', caseId })
  must(HALL, handler, { type: 'rectification.extend', caseId, reason: '需会同税务核实' })
  must(HALL, handler, { type: 'rectification.reply', caseId, outcome: 'explained', text: '按规定办理' })
  must(HALL, other, { type: 'rectification.return', caseId, text: '请写明依据' })
  must(HALL, handler, { type: 'rectification.reply', caseId, outcome: 'rectified', text: '已补充窗口人手并致歉' })
  must(HALL, other, { type: 'rectification.approve', caseId })
}
