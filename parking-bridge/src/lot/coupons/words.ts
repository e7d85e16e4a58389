/**
 * What a result code of the platform means for the question it answers.
 *
 * done: carried out · noRecord: no such car inside, or no such coupon · limited: a limit of the platform's own ·
 * ambiguous: told before, another discount on this stay, or taken back · retryable, terminal: nothing ran, and telling it
 * again may or will not help · unknown: it may have run
 */
export type Meaning = 'done' | 'noRecord' | 'limited' | 'ambiguous' | 'retryable' | 'terminal' | 'unknown'

const MEANINGS: Readonly<Record<string, Meaning>> = {
  '1001': 'done',
  '1002': 'noRecord',
  '1003': 'limited',
  '1403': 'ambiguous',
  // Our signature, or our place in their settings.
  '1401': 'retryable',
  '401': 'retryable',
  '403': 'retryable',
  '400': 'terminal',
  // It was passed on to the car park and broke on the way, or broke inside.
  '1405': 'unknown',
  '1500': 'unknown',
  '500': 'unknown',
  '503': 'unknown',
}

/** A code nobody thought of proves nothing. */
export const meaningOf = (code: string): Meaning => (Object.hasOwn(MEANINGS, code) ? MEANINGS[code]! : 'unknown')

/** What the bridge asks. Each but the last two changes something. */
export const ASKED = {
  grant: 'service.parking.discount.create',
  revoke: 'service.parking.discount.destroy',
  query: 'service.parking.discount.sync',
  bill: 'service.parking.payment.billing',
} as const
export type Asked = (typeof ASKED)[keyof typeof ASKED]

/** `type` of a coupon that takes minutes off. */
export const MINUTES = '2'

/** `status` of a coupon: it may still be used, or was; it was taken back; its time is over. */
export const STATUS = { given: '1', takenBack: '-1', expired: '-2' } as const
/** `apply_status`. */
export const APPLIED = '1'
