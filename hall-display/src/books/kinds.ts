import type { AdjustmentRow } from '@pingting/contract/words/screen'
import type { booksText } from '../text/books/index.ts'
import type { Say } from '../text/index.ts'

/** The word for an adjustment; the button that proposes a refund has its own. */
export const kindText = (say: Say<typeof booksText>, kind: AdjustmentRow['kind']): string =>
  say(kind === 'refund' ? 'refundKind' : kind)
