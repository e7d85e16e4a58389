import { io } from 'socket.io-client'
import { WebSocket } from 'ws'
import { quantiles, stopwatch } from './report.ts'

/**
 * Runs in a process of its own: a room full of screens. Each message carries the wall time, in ms, at which it was
 * decided; the hub's is rounded down to a whole ms, so that what is measured is never too little.
 * Arguments: `hub` or `ws`, the address, how many screens.
 */
const [kind = 'hub', url = '', screensText = '20'] = process.argv.slice(2)
const screens = Number(screensText)
const times = stopwatch()
const now = (): number => performance.timeOrigin + performance.now()
const heard = (decidedMs: number): void => times.recordValue(Math.max(1, Math.round((now() - decidedMs) * 1_000)))

async function joinHub(): Promise<void> {
  const socket = io(url, { transports: ['websocket'], forceNew: true })
  await new Promise<void>(resolve => socket.once('connect', resolve))
  socket.on('event', (envelope: { at: string }) => heard(Date.parse(envelope.at)))
  await socket.emitWithAck('resume', { stream: 'hall:yt-centre', audience: 'public' })
}

async function joinPlain(): Promise<void> {
  const socket = new WebSocket(url)
  await new Promise(resolve => socket.once('open', resolve))
  socket.on('message', data => heard((JSON.parse(String(data)) as { decidedMs: number }).decidedMs))
}

await Promise.all(Array.from({ length: screens }, kind === 'hub' ? joinHub : joinPlain))
process.send?.({ ready: true })
await new Promise(resolve => process.once('message', resolve))
process.send?.(quantiles(times))
process.disconnect?.()
process.exit(0)
