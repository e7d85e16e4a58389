import type { Refused } from '@pingting/contract'
import { type RefusalCode, refusals } from '@pingting/contract/words/refusals'

/** A refusal as the hub sends it. */
export const refusedBy = (code: RefusalCode): Refused => ({
  ...{ ok: false, code },
  ...{ zh: refusals[code].zh, en: refusals[code].en },
})
