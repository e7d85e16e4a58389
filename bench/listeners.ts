import { WebSocket } from 'ws'
import { quantiles, stopwatch } from './report.ts'

/**
 * Runs in a process of its own: a room full of screens, as sockets that read no more of a message than when it was
 * decided; a whole client would cost more than the hub. The hub's time is rounded down to a whole ms, so that what is
 * measured is never too little. Arguments: `hub` or `ws`, the address, how many screens.
 */
const [kind = 'hub', url = '', screensText = '20'] = process.argv.slice(2)
const screens = Number(screensText)
const times = stopwatch()
const now = (): number => performance.timeOrigin + performance.now()
const heard = (decidedMs: number): void => times.recordValue(Math.max(1, Math.round((now() - decidedMs) * 1_000)))

const RESUME = JSON.stringify(['resume', { stream: 'hall:yt-centre', audience: 'public' }])
const AT = ',"at":"'
const INSTANT_LENGTH = 24

/** The few words of Engine.IO 4 and Socket.IO 5 that a screen needs: open, connect, ping, event, acknowledgement. */
function joinHub(): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.on('message', data => {
      const text = String(data)
      if (text.startsWith('42["event"')) {
        // The envelope's own time stands before its events.
        const at = text.indexOf(AT) + AT.length
        heard(Date.parse(text.slice(at, at + INSTANT_LENGTH)))
      } else if (text === '2') socket.send('3')
      else if (text.startsWith('0')) socket.send('40')
      else if (text.startsWith('40')) socket.send(`420${RESUME}`)
      else if (text.startsWith('430')) resolve()
      else if (text.startsWith('44')) reject(new Error(text))
    })
  })
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
