import { fen } from '@pingting/contract'
import type { Column } from '../../../../server/src/settlements/papers/sheet.ts'

export interface Row {
  plate: string
  tally: number
  due: number
}
/** A cell of each kind. */
export const columns: Column<Row>[] = [
  { title: '车牌 plate', cell: ({ plate }) => plate },
  { title: '次数 tally', cell: ({ tally }) => tally },
  { title: '金额（元） yuan', cell: ({ due }) => ({ yuan: fen(due) }) },
]
