import { setTimeout as wait } from 'node:timers/promises'
import { Client, logIn, pair } from '../../support/client.ts'
import { repeated } from '../../support/crowds/audit.ts'
import { HALL_STREAM, ticketsIn } from '../../support/crowds/stored-journal.ts'
import { hallJournal } from '../../support/hubs/hall-journal.ts'
import { startTwoHubs, type TwoHubs } from '../../support/hubs/two-hubs.ts'
import { Listener, until } from '../../support/room.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'

const SEND_EVERY_MS = 40
const HEARD_TIMEOUT_MS = 20_000

/** A screen on the floor of one hub, and when it heard of each place of the journal. */
class Floor {
  readonly heardMs = new Map<number, number>()
  readonly listener: Listener

  constructor(url: string, credential: string) {
    this.listener = new Listener(url, { credential })
    this.listener.socket.on('event', ({ seq }) => this.heardMs.set(seq, performance.now()))
  }

  static async enter(url: string, credential: string): Promise<Floor> {
    const floor = new Floor(url, credential)
    await (await floor.listener.opened()).enter(HALL_STREAM, 'floor')
    return floor
  }

  get seqs(): number[] {
    return this.listener.envelopes.map(({ seq }) => seq)
  }
}

interface Sent {
  seq: number
  sentMs: number
}

/** Takes a ticket at the owner now and then, for a while. */
async function takeSteadily(kiosk: Client, forMs: number): Promise<Sent[]> {
  const sent: Sent[] = []
  for (const endMs = performance.now() + forMs; performance.now() < endMs; await wait(SEND_EVERY_MS)) {
    const sentMs = performance.now()
    const { seq } = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
    sent.push({ seq, sentMs })
  }
  return sent
}

interface Counts extends Readonly<Record<string, number>> {
  outages: number
  awayMs: number
  delayMsMax: number
}

/** Two hubs lose Redis for a while, again and again, with a screen at each; then what both heard beside the journal. */
export const redisAway: Campaign<Counts> = {
  name: 'redis-away',
  what: 'HB7: while Redis is away the owner’s own screens are told as before, and afterwards no screen of either hub lacks anything.',
  full: { outages: 10, awayMs: 3_000, delayMsMax: 100 },
  quick: { outages: 1, awayMs: 3_000, delayMsMax: 1_000 },
  async run(counts) {
    const { outages, awayMs, delayMsMax } = counts
    const claims = new Claims()
    const two = await startTwoHubs()
    const floors: Floor[] = []
    try {
      const { credential } = await logIn(two.hubs[0].url, 'manager')
      for (const { url } of two.hubs) floors.push(await Floor.enter(url, credential!))
      const { usual, away, elsewhere } = await loseRedis(two, counts)
      claims.none(
        'commands at the other hub answered otherwise than 201',
        elsewhere.filter(status => status !== 201),
      )
      claims.atLeast('commands while Redis was away', away.length, (outages * awayMs) / 300)
      const screens = await compare(two, floors, claims)
      const tookMs = (sent: readonly Sent[]): number[] =>
        sent.map(({ seq, sentMs }) => (floors[0]!.heardMs.get(seq) ?? Number.POSITIVE_INFINITY) - sentMs)
      const [usualP99Ms, awayP99Ms] = [quantile(tookMs(usual), 0.99), quantile(tookMs(away), 0.99)]
      const addedMs = Math.max(0, Math.round(awayP99Ms - usualP99Ms))
      claims.inTime('ms that an absent Redis adds from a command to the owner’s own screen, p99', addedMs, delayMsMax)
      return {
        line: `Redis away ${outages} times for ${awayMs} ms: ${screens.line}; from a command to the own screen p99 ${usualP99Ms} → ${awayP99Ms} ms`,
        claims: claims.all,
        figures: { ...screens.figures, usualP99Ms, awayP99Ms, awayLongestMs: quantile(tookMs(away), 1) },
      }
    } finally {
      for (const { listener } of floors) listener.close()
      await two.dispose()
    }
  },
}

/** @returns what the owner was asked with and without Redis, and what the other hub answered without. */
async function loseRedis({ hubs, redis }: TwoHubs, { outages, awayMs }: Counts) {
  const kiosk = await pair(hubs[0].url, 'kiosk')
  const other = new Client(hubs[1].url, kiosk.credential)
  const [usual, away]: [Sent[], Sent[]] = [[], []]
  const elsewhere: number[] = []
  for (let outage = 0; outage < outages; outage += 1) {
    usual.push(...(await takeSteadily(kiosk, awayMs / 2)))
    await redis.kill()
    away.push(...(await takeSteadily(kiosk, awayMs)))
    // Who is at the other hub is served through the owner, whom it has not forgotten.
    elsewhere.push((await other.command('ticket.take', { serviceCode: 'enterprise' })).status)
    await redis.start()
    // What is carried again must not come twice.
    await takeSteadily(kiosk, awayMs / 2)
  }
  for (const client of [kiosk, other]) client.close()
  return { usual, away, elsewhere }
}

/** What the screens of both hubs heard, beside the journal of both. */
async function compare(two: TwoHubs, floors: readonly Floor[], claims: Claims) {
  const commits = await hallJournal(two)
  const expected = commits.filter(one => ticketsIn([one], 'ticket.taken').length > 0).map(({ seq }) => seq)
  const missingAt = ({ seqs }: Floor): number[] => {
    const heard = new Set(seqs)
    return expected.filter(seq => !heard.has(seq))
  }
  const everything = () => floors.every(floor => missingAt(floor).length === 0)
  await until('all is heard', everything, HEARD_TIMEOUT_MS).catch(() => undefined)
  const missing = floors.flatMap(missingAt)
  const doubled = floors.flatMap(({ seqs }) => repeated(seqs.map(String)))
  const disordered = floors.flatMap(({ seqs }) => seqs.filter((seq, place) => place > 0 && seq <= seqs[place - 1]!))
  claims.none('events missing at a screen', missing)
  claims.none('events heard twice', doubled)
  claims.none('events out of order', disordered)
  return {
    line: `${missing.length} missing, ${doubled.length} doubled, ${disordered.length} out of order of ${expected.length} events at the screens of both hubs`,
    figures: { events: expected.length, missing: missing.length, doubled: doubled.length },
  }
}
