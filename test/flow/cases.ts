import type { Actor } from '@pingting/contract'
import { type Floor, HALL, type Sent, type Wish } from './floor.ts'

const manager = (staffId: string): Actor => ({
  ...{ kind: 'staff', staffId, name: staffId, role: 'manager', hallIds: ['h1'], lotIds: ['east'] },
})
const idNobodyHas = '00000000-0000-5000-8000-000000000000'

/** Two managers deal with the latest cases; what makes no sense is refused. */
const ofCase =
  (type: Wish['type'], more: object = {}) =>
  (floor: Floor, { one, other }: { one: number; other: number }): Sent[] => {
    const latest = [...floor.hall.rectifications.open.keys()].slice(-2)
    const caseId = latest[one % Math.max(1, latest.length)] ?? idNobodyHas
    const actor = manager(other % 2 === 0 ? 'manager' : 'manager-2')
    return [{ stream: HALL, actor, wish: { type, caseId, ...more } }]
  }

export const caseVerbs = {
  takeCase: ofCase('rectification.take'),
  extendCase: ofCase('rectification.extend', { reason: '材料待补' }),
  replyCase: ofCase('rectification.reply', { outcome: 'rectified', text: '已改正' }),
  returnCase: ofCase('rectification.return', { text: '写清楚些' }),
  approveCase: ofCase('rectification.approve'),
}
