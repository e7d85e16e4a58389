import { WebSocket } from 'ws'

/**
 * Runs in a process of its own: screens, as sockets that read no more of a message than its number; a whole client
 * would cost more than the hub. It notes when each message came and, on a word from its parent, tells.
 * Arguments: `hub` or `ws`, the address, then `stream=screens` for each room, the one to be measured first.
 */
const [kind = 'hub', url = '', ...rooms] = process.argv.slice(2)
const now = (): number => performance.timeOrigin + performance.now()
const JOINING_AT_ONCE = 50

export interface Heard {
  seqs: number[]
  atMs: number[]
  /** For each frame, how old it was when it came, in ms. */
  frames: number[]
}
const heard: Heard = { seqs: [], atMs: [], frames: [] }
const note = (seq: number): void => {
  heard.seqs.push(seq)
  heard.atMs.push(now())
}

const numberIn = (text: string, name: string): number => {
  const at = text.indexOf(`"${name}":`) + name.length + 3
  return Number.parseInt(text.slice(at, at + 12), 10)
}

const textIn = (text: string, name: string): string => {
  const at = text.indexOf(`"${name}":"`) + name.length + 4
  return text.slice(at, text.indexOf('"', at))
}

/** The few words of Engine.IO 4 and Socket.IO 5 that a screen needs: open, connect, ping, event, acknowledgement. */
function joinHub(stream: string, isMeasured: boolean): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('a screen was cut off')))
    socket.on('message', data => {
      const text = String(data)
      if (text.startsWith('42["event"')) {
        if (isMeasured) note(numberIn(text, 'seq'))
      } else if (text.startsWith('42["frame"')) {
        // The hub's time is rounded down to a whole ms, so that what is measured is never too little.
        if (isMeasured) heard.frames.push(now() - Date.parse(textIn(text, 'at')))
      } else if (text === '2') socket.send('3')
      else if (text.startsWith('0')) socket.send('40')
      else if (text.startsWith('40')) socket.send(`420${JSON.stringify(['resume', { stream, audience: 'public' }])}`)
      else if (text.startsWith('430')) resolve()
      else if (text.startsWith('44')) reject(new Error(text))
    })
  })
}

function joinPlain(_: string, isMeasured: boolean): Promise<void> {
  const socket = new WebSocket(`${url}/${isMeasured ? 'measured' : 'idle'}`, { perMessageDeflate: false })
  socket.on('message', data => note(numberIn(String(data), 'seq')))
  return new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
}

/** The hub lets in so many a second; who is sent away comes again, as a screen does. */
async function comeIn(stream: string, isMeasured: boolean): Promise<void> {
  for (;;) {
    try {
      return await joinHub(stream, isMeasured)
    } catch (error) {
      if (!/server response/.test(String(error))) throw error
      await new Promise(resolve => setTimeout(resolve, 200 + Math.random() * 800))
    }
  }
}

const join = kind === 'hub' ? comeIn : joinPlain
const places = rooms.flatMap((room, index) => {
  const [stream = '', tally = '0'] = room.split('=')
  return Array.from({ length: Number(tally) }, () => ({ stream, isMeasured: index === 0 }))
})
const startedMs = now()
for (let at = 0; at < places.length; at += JOINING_AT_ONCE) {
  await Promise.all(places.slice(at, at + JOINING_AT_ONCE).map(({ stream, isMeasured }) => join(stream, isMeasured)))
}
process.send?.({ joinedMs: now() - startedMs })
process.on('message', word => {
  if (word === 'forget') Object.assign(heard, { seqs: [], atMs: [], frames: [] })
  process.send?.(word === 'forget' ? 'forgotten' : heard)
})
