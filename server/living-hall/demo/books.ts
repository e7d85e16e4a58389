import { isDeepStrictEqual } from 'node:util'
import { fen, type HallFrame, publishedCalendar, yuanText } from '@pingting/contract'
import { hallRules, lotRules, type World } from '../../src/domain.ts'
import { booksOf, exemptionOfTicket, mismatchedOf, mismatchRows } from '../../src/exemptions/view.ts'
import { openJournal, START } from '../../src/hub/journal/journal.ts'
import { openKeys } from '../../src/hub/journal/keys.ts'
import { readConfig } from '../../src/hub/process/config.ts'
import { openStore } from '../../src/hub/process/store.ts'
import { exactLevels, hallFrame } from '../../src/metrics/view.ts'
import { emptyDiary } from '../../src/settlements/diary/diary.ts'
import { noteHall, noteLot } from '../../src/settlements/diary/note.ts'
import { HALL_ID, LOT_ID } from '../seed.ts'
import { settledDay } from './day-books.ts'
import type { Town } from './visitors.ts'

export interface Books {
  lines: string[]
  faults: string[]
}

/** What the gate's control door tells of its ledger; the parts the books need. */
export interface GateLedger {
  grants: { grantKey: string }[]
  events: { type: string; grantKey?: string }[]
}

/** Folding needs no other stream: what was asked of one is written into the events. */
const NO_WORLD: World = {
  calendar: publishedCalendar,
  exemptionIdFor: () => '',
  visitIdFor: () => '',
  lot: () => undefined,
  halls: () => [],
  failed: () => {},
}

/**
 * Closes the books of the day on the journal itself, read and folded afresh after every process has ended: what the
 * clients were told, what the hall holds, what the gate holds, and what the board showed must agree.
 */
export async function closeBooks(
  town: Town,
  dataDir: string,
  board: HallFrame,
  gate: GateLedger,
  outages: number,
  commits = { hall: 0, lot: 0 },
): Promise<Books> {
  const config = readConfig({ DATA_DIR: dataDir })
  const store = await openStore(undefined, config.dataDir)
  const keys = openKeys(store.connection, config.secrets.data)
  await keys.loadAll()
  const journal = openJournal(store.connection, keys)
  const diary = emptyDiary(LOT_ID)
  const rules = hallRules(NO_WORLD, HALL_ID)
  const hall = rules.initial()
  for await (const { commit } of journal.after(`hall:${HALL_ID}`, START)) {
    for (const event of commit.events) {
      rules.evolve(hall, event)
      noteHall(diary, HALL_ID, event)
    }
    commits.hall += 1
  }
  const lot = lotRules.initial()
  for await (const { commit } of journal.after(`lot:${LOT_ID}`, START)) {
    for (const event of commit.events) {
      lotRules.evolve(lot, event)
      noteLot(diary, event)
    }
    commits.lot += 1
  }
  await store.close()

  const faults: string[] = []
  const same = (what: string, a: unknown, b: unknown): void => {
    if (!isDeepStrictEqual(a, b)) faults.push(`${what}: ${JSON.stringify(a)} ≠ ${JSON.stringify(b)}`)
  }
  const told = hallFrame(hall.metrics, town.hall.businessDay, board.spacesLeft)
  // The manager was asked, who is told every level (ME13).
  const figures = { ...told, ...exactLevels(hall.metrics.day) }
  same('figures of the day and a fresh fold of the journal', board, figures)
  same('tickets acknowledged and tickets in the journal', town.tally.visitors, figures.takenTally)
  same('evaluations acknowledged and in the journal', town.tally.evaluations, figures.evaluationTally)
  same(
    'tickets still open',
    [...hall.tickets.tickets.values()].filter(one =>
      ['waiting', 'called', 'serving', 'held'].includes(one.place.status),
    ).length,
    0,
  )

  const books = booksOf(hall.exemptions)
  for (const unit of ['count', 'minutes'] as const) {
    const { granted, honoured, refused, revoked, expired, writtenOff, open } = books
    same(
      `the equation in ${unit}`,
      granted[unit],
      honoured[unit] + refused[unit] + revoked[unit] + expired[unit] + writtenOff[unit] + open[unit],
    )
  }
  same(
    'exits at the gate and in the journal',
    gate.events.filter(one => one.type === 'VehicleExited').length,
    [...lot.stays.values()].filter(one => one.exitedAt !== undefined).length,
  )
  const known = new Set(hall.exemptions.exemptions.keys())
  same('exemptions at the gate unknown to the hub', gate.grants.filter(one => !known.has(one.grantKey)).length, 0)
  same(
    'exemptions used at the gate, and honoured or mismatched in the journal',
    gate.events.filter(one => one.type === 'ExemptionHonoured').length,
    books.honoured.count + mismatchedOf(hall.exemptions).count,
  )
  // In a day of the demo nothing is used after its end, and nothing that was not granted.
  same('mismatches of gate and journal', Object.values(mismatchRows(hall.exemptions)), [])

  const day = await settledDay(diary, town.hall.businessDay, hall)
  same('uses that both sides book alike, and honoured', day.settled.count, books.honoured.count)
  // Who drove out while a killed process started again has paid, and is owed it (B13).
  const wanting = day.breaks.filter(({ matchClass }) => matchClass !== 'B13' || outages === 0)
  same('breaks in the books of hall and car park', wanting, [])

  const causes = new Map<string, number>()
  for (const { ticketId, cause } of town.outcomes) {
    const row = exemptionOfTicket(hall.exemptions, ticketId)
    if (row !== undefined && 'status' in row && row.status === 'honoured') continue
    const reason = row === undefined ? 'nothing recorded' : 'status' in row ? row.status : row.reason
    const left = row !== undefined && 'status' in row && row.status === 'refused' && row.reason === 'ALREADY_LEFT'
    // Minutes of the hall pass while a killed process starts again; who drives out in them pays, and is told why.
    const known = cause ?? (left && outages > 0 ? 'outage' : undefined)
    if (known === undefined) faults.push(`unexplained: ticket ${ticketId} rated and parked, and came to ${reason}`)
    else causes.set(`${known} → ${reason}`, (causes.get(`${known} → ${reason}`) ?? 0) + 1)
  }
  const { granted, honoured, refused, revoked, expired, writtenOff, open } = books
  const lines = [
    `commits          hall ${commits.hall}, lot ${commits.lot}; hash chain holds`,
    `tickets          taken ${figures.takenTally}, completed ${figures.completedTally}`,
    `evaluations      ${figures.evaluationTally}; by level ${JSON.stringify(figures.byLevel)}`,
    `exemptions       granted ${granted.count} = honoured ${honoured.count} + refused ${refused.count} + revoked ${revoked.count} + expired ${expired.count} + writtenOff ${writtenOff.count} + open ${open.count}; beside them mismatched ${mismatchedOf(hall.exemptions).count}`,
    `rated, parked    ${town.outcomes.length}; not honoured, by planted cause: ${[...causes].map(([cause, tally]) => `${cause} ${tally}`).join(', ') || 'none'}`,
    `exits            ${town.tally.exits}; paid ${yuanText(fen(town.tally.paidFen))} 元; turned away, full: ${town.tally.turnedAway}`,
    `settlement       ${day.settled.count} uses, ${day.settled.minutes} min, ${yuanText(day.settled.amountFen)} 元; breaks ${day.breaks.map(({ matchClass }) => matchClass).join(', ') || 'none'}`,
    `refused          ${[...town.tally.refused].map(([code, tally]) => `${code} ${tally}`).join(', ') || 'none'}`,
  ]
  return { lines, faults }
}
