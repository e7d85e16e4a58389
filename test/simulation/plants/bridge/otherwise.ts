import type { Lot } from '../../../../parking-bridge/src/lot/port.ts'

/** The port with some of it done otherwise. Getters and methods stay those of the port. */
export const otherwise = (lot: Lot, changes: Partial<Lot>): Lot => {
  const { capabilities, usable, epoch, skew, onHint, open, close } = lot
  return {
    ...{ capabilities, usable, epoch, skew, onHint, open, close },
    grant: sending => lot.grant(sending),
    revoke: sending => lot.revoke(sending),
    query: (key, ordered) => lot.query(key, ordered),
    eventsSince: (seq, max) => lot.eventsSince(seq, max),
    ledgerSince: (seq, max) => lot.ledgerSince(seq, max),
    ...changes,
  }
}
