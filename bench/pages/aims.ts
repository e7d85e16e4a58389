import type { Claim } from '../../test/campaign/harness/campaign.ts'
import type { Row } from './report.ts'

interface Aim {
  what: string
  /** Whatever else the machine does: what is found is so, and is no time. */
  isCertain?: true
  atMost?: number
  atLeast?: number
  /** Undefined where the row is not among those measured. */
  found(rows: readonly Row[]): number | undefined
}

const rowOf = (rows: readonly Row[], ...words: string[]): Row | undefined =>
  rows.find(({ what }) => words.every(word => what.includes(word)))

/** Where bare sockets and our publisher count from: the commit counts from its own moment before anybody is told. */
const FROM_SEND = 'from its real send'
const INTENDED = 'from intended times'

const ratio = (ours: number | undefined, theirs: number | undefined): number | undefined =>
  ours === undefined || theirs === undefined ? undefined : ours / theirs

const ofRoom = (p99Ms: number): Aim[] => [
  {
    what: 'commit to screen, p99 ms',
    atMost: p99Ms,
    found: rows => rowOf(rows, 'commit to screen', 'from durable')?.p99Ms,
  },
  {
    ...{ what: 'commit to screen, p99, times that of raw ws', atMost: 1.5 },
    found: rows =>
      ratio(rowOf(rows, 'commit to screen', 'from durable')?.p99Ms, rowOf(rows, 'raw ws', FROM_SEND)?.p99Ms),
  },
  {
    // From the time a message was due, so that a standstill of whoever sends counts: one generator before both.
    ...{ what: 'our publisher, from intended times, p99, times that of raw ws', atMost: 1.5 },
    found: rows => ratio(rowOf(rows, 'our publisher alone', INTENDED)?.p99Ms, rowOf(rows, 'raw ws', INTENDED)?.p99Ms),
  },
  {
    ...{ what: 'CPU of a delivery, times that of raw ws', atMost: 1.4 },
    found: rows => ratio(rowOf(rows, 'our publisher alone', FROM_SEND)?.value, rowOf(rows, 'raw ws', FROM_SEND)?.value),
  },
]

/** What the house set out to reach on two cores, by bench. What has no aim is measured for its own sake. */
const AIMS: Readonly<Record<string, readonly Aim[]>> = {
  evaluations: [
    {
      ...{ what: 'durable evaluations a second, 128 clients', atLeast: 5_000 },
      found: rows => rowOf(rows, 'evaluations acknowledged, HTTP, 128')?.perSecond,
    },
  ],
  room20: ofRoom(2),
  room200: ofRoom(10),
  memory: [
    {
      ...{ what: 'kB resident a socket, of all together at a hub that had as many before', atMost: 30 },
      found: rows => rowOf(rows, 'screens of one hall', 'together', 'warmed')?.value,
    },
    {
      ...{ what: 'kB resident a socket, of all together at a hub that has just started', atMost: 30 },
      found: rows => rowOf(rows, 'screens of one hall', 'together', 'when it started')?.value,
    },
  ],
  opcua: [
    ...['one at a time', 'eight at once'].map(how => ({
      ...{ what: `granted → confirmed, ${how}, p99 ms`, atMost: 50 },
      found: (rows: readonly Row[]) => rowOf(rows, 'granted', how)?.p99Ms,
    })),
    {
      ...{ what: 'encrypted call, p50, times that of a TCP echo', atMost: 12 },
      found: rows => ratio(rowOf(rows, 'OPC UA call')?.p50Ms, rowOf(rows, 'TCP echo')?.p50Ms),
    },
  ],
  day: [{ what: 'times real time', atLeast: 300, found: rows => rows[0]?.value }],
  faces: [
    { what: "a clerk's key → his own page, p95 ms", atMost: 100, found: rows => rowOf(rows, 'own page')?.value },
    { what: "a clerk's key → the board, p95 ms", atMost: 200, found: rows => rowOf(rows, 'the board')?.value },
  ],
  board: [
    { what: 'CPU of a 4K board’s page, % of one core', atMost: 30, found: rows => rowOf(rows, 'page')?.value },
    {
      ...{ what: 'kB of heap more after 36,000 frames', isCertain: true, atMost: 1_000 },
      found: rows => rowOf(rows, 'heap')?.value,
    },
    {
      ...{ what: 'nodes more after 36,000 frames', isCertain: true, atMost: 0 },
      found: rows => rowOf(rows, 'nodes')?.value,
    },
  ],
  phone: [
    { what: 'scan → number on a slow mobile network, p50 ms', atMost: 2_000, found: rows => rows[0]?.p50Ms },
    { what: 'scan → number on a slow mobile network, p99 ms', atMost: 2_000, found: rows => rows[0]?.p99Ms },
  ],
  books: [
    {
      ...{ what: 'seconds of the first pass over a day of a lot, its journals read for it', atMost: 60 },
      found: rows => rowOf(rows, 'first pass')?.value,
    },
  ],
  startupMillion: [{ what: 'seconds to the ready line', atMost: 3, found: rows => rows[0]?.value }],
}

/** Every aim with what was found, also where it was reached. */
export const reached = (bench: string, rows: readonly Row[]): Claim[] =>
  (AIMS[bench] ?? []).map(({ what, isCertain = false, atMost = Infinity, atLeast = 0, found }) => {
    const value = found(rows)
    const asked = atMost === Infinity ? `≥ ${atLeast}` : `≤ ${atMost}`
    const holds = value !== undefined && value <= atMost && value >= atLeast
    const told = { what: `${what} ${asked}`, holds, found: value?.toFixed(2) ?? 'not measured' }
    return isCertain ? told : { ...told, isTiming: true }
  })
