/** As much of a collection as keeping its rows takes. */
export interface Rows {
  updateOne(
    row: { _id: string; seq?: { $lte: number } },
    change: { $set: object } | { $setOnInsert: object },
    options?: { upsert: true },
  ): PromiseLike<{ matchedCount: number; upsertedCount: number }>
}

/**
 * Writes what belongs to a place of the journal; where a later place is written already, that stays. Who owned the stream
 * before may come late, and nobody would write over it again. An upsert with the condition would not do: of two first
 * rows at once it refuses one, and that may be the newer.
 */
export async function keepNewest<R extends { _id: string; seq: number }>(rows: Rows, row: R): Promise<void> {
  const { _id, ...rest } = row
  const replaced = async () => (await rows.updateOne({ _id, seq: { $lte: row.seq } }, { $set: rest })).matchedCount > 0
  if (await replaced()) return
  const { upsertedCount } = await rows.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true })
  if (upsertedCount === 0) await replaced()
}
