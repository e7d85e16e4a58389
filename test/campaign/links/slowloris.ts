import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { pair } from '../../support/client.ts'
import { startHub } from '../../support/hub-process.ts'
import { type Campaign, Claims, quantile, rounded } from '../harness/campaign.ts'

const DRIP_EVERY_MS = 700
/** Headers get 5 s, whole requests 10 s, looked at each second; and some time to be told. */
const HEADERS_CUT_MS_MAX = 7_500
const BODY_CUT_MS_MAX = 12_500
/** Below this one late turn of the loop decides the ratio; good requests take about 7 ms, so that twice as long is seen. */
const FLOOR_MS = 3

interface Drip {
  kind: 'headers' | 'body'
  openForMs?: number
}

/** One who begins a request and says a little more now and then, for as long as he is let. */
function drip(port: number, kind: Drip['kind']): { drip: Drip; socket: Socket } {
  const one: Drip = { kind }
  const socket = connect(port, '127.0.0.1')
  const openedMs = performance.now()
  const head = 'POST /api/login HTTP/1.1\r\nHost: hall\r\nContent-Type: application/json\r\n'
  socket.write(kind === 'headers' ? head : `${head}Content-Length: 60000\r\n\r\n{`)
  const dripping = setInterval(() => socket.write(kind === 'headers' ? 'X-A: b\r\n' : ' '), DRIP_EVERY_MS)
  socket.on('error', () => undefined)
  socket.resume()
  socket.once('close', () => {
    clearInterval(dripping)
    one.openForMs ??= performance.now() - openedMs
  })
  return { drip: one, socket }
}

/** How long good requests take, one after the other for a while. */
async function goodRequests(url: string, forMs: number): Promise<number[]> {
  const kiosk = await pair(url, 'kiosk')
  const times: number[] = []
  for (const endMs = performance.now() + forMs; performance.now() < endMs; await wait(10)) {
    const sentMs = performance.now()
    await kiosk.must('ticket.take', { serviceCode: 'tax' })
    times.push(performance.now() - sentMs)
  }
  kiosk.close()
  return times
}

interface Counts extends Readonly<Record<string, number>> {
  connections: number
  warmSeconds: number
  /** Before the attack, and again after it. */
  quietSeconds: number
  seconds: number
  ratioMax: number
}

/** Good requests before, beside and after those who never end theirs. */
export const slowloris: Campaign<Counts> = {
  name: 'slowloris',
  what: 'AC61: connections that begin a request and never end it are cut in time, and good requests do not wait for them.',
  full: { connections: 500, warmSeconds: 15, quietSeconds: 15, seconds: 13, ratioMax: 2 },
  quick: { connections: 50, warmSeconds: 1, quietSeconds: 1, seconds: 12, ratioMax: 50 },
  async run({ connections, warmSeconds, quietSeconds, seconds, ratioMax }) {
    const claims = new Claims()
    const hub = await startHub()
    const drips: ReturnType<typeof drip>[] = []
    try {
      const quietP99Ms = async (): Promise<number> => quantile(await goodRequests(hub.url, quietSeconds * 1_000), 0.99)
      await goodRequests(hub.url, warmSeconds * 1_000)
      const before = await quietP99Ms()
      const port = Number(new URL(hub.url).port)
      for (let n = 0; n < connections; n += 1) drips.push(drip(port, n % 2 === 0 ? 'headers' : 'body'))
      const times = await goodRequests(hub.url, seconds * 1_000)
      const during = quantile(times, 0.99)
      const after = await quietP99Ms()
      // A hub is slow while it is warming up, and a machine has others to serve: the stricter of two judges.
      const ratio = rounded(Math.max(during, FLOOR_MS) / Math.max(Math.min(before, after), FLOOR_MS))
      const openFor = (kind: Drip['kind']): number[] =>
        drips.flatMap(one => (one.drip.kind === kind ? (one.drip.openForMs ?? Number.POSITIVE_INFINITY) : []))
      const [headersMs, bodyMs] = [quantile(openFor('headers'), 1), quantile(openFor('body'), 1)]
      claims.inTime('ms until the last with half a head was cut', headersMs, HEADERS_CUT_MS_MAX)
      claims.inTime('ms until the last with half a body was cut', bodyMs, BODY_CUT_MS_MAX)
      claims.inTime('p99 of good requests, with the slow ones ÷ without, before or after', ratio, ratioMax)
      return {
        line: `${connections} half-open connections: good requests p99 ${before} → ${during} → ${after} ms (${ratio} ×); the slow ones cut after ${Math.round(headersMs)} ms (half a head) and ${Math.round(bodyMs)} ms (half a body)`,
        claims: claims.all,
        figures: {
          beforeP99Ms: before,
          duringP99Ms: during,
          afterP99Ms: after,
          ratio,
          headersCutMs: headersMs,
          bodyCutMs: bodyMs,
          goodRequests: times.length,
        },
      }
    } finally {
      for (const { socket } of drips) socket.destroy()
      await hub.dispose()
    }
  },
}
