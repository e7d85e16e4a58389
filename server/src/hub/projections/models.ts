import type { Connection } from 'mongoose'
import { type ExemptionStore, openExemptionStore } from '../../exemptions/store.ts'
import { type DayStore, openDayStore } from '../../metrics/store.ts'
import { type EndingStore, openEndingStore, openPaperStore, type PaperStore } from '../../settlements/store.ts'
import { reveal } from '../journal/codec.ts'
import type { Journal } from '../journal/journal.ts'
import type { Keys } from '../journal/keys.ts'
import type { Logger } from '../process/log.ts'
import { Projections } from './projections.ts'
import { readModel } from './rows.ts'

export interface Models {
  exemptions: ExemptionStore
  days: DayStore
  papers: PaperStore
  endings: EndingStore
  projections: Projections
}

/** The modules' stores, and what keeps their rows behind the journal. */
export async function openModels(connection: Connection, journal: Journal, keys: Keys, log: Logger): Promise<Models> {
  const exemptions = openExemptionStore(connection, async key => {
    await keys.learn([key])
    return keys.find(key) === undefined
  })
  const papers = openPaperStore(connection)
  const endings = openEndingStore(connection, async (value, name) => {
    await keys.learn([value.key])
    return reveal(value, name, keys)
  })
  const models = [readModel(exemptions), readModel(papers), readModel(endings)]
  const projections = new Projections(connection, journal, models, log)
  await projections.prepare()
  return { exemptions, days: openDayStore(connection), papers, endings, projections }
}
