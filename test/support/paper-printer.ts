import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What came out of a printer: its lines with how many times the normal height they are, its QR codes and its cuts. */
export interface Paper {
  lines: { text: string; times: number }[]
  qr: string[]
  cuts: number
}

export interface PaperPrinter {
  port: number
  /** One for each connection that brought something to print. */
  papers: Paper[]
  /** The byte it answers when it is asked for its paper; undefined for one that does not know the question. */
  paperState: number | undefined
  close(): Promise<void>
  open(): Promise<void>
}

/** Node's own, so that the bytes are not read by what wrote them. */
const GB18030 = new TextDecoder('gb18030', { fatal: true })
const ASK_PAPER = Buffer.from([0x10, 0x04, 0x04])

/** A printer at a real socket that reads ESC/POS as one would, and keeps what it would have printed. */
export async function openPaperPrinter(): Promise<PaperPrinter> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    const chunks: Buffer[] = []
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', chunk => {
      if (chunk.subarray(0, 3).equals(ASK_PAPER)) {
        if (printer.paperState !== undefined) socket.write(Buffer.from([printer.paperState]))
        chunks.push(chunk.subarray(3))
      } else chunks.push(chunk)
    })
    socket.on('close', () => {
      sockets.delete(socket)
      const bytes = Buffer.concat(chunks)
      if (bytes.length > 0) printer.papers.push(read(bytes))
    })
  })
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  const printer: PaperPrinter = {
    ...{ port, papers: [], paperState: 0x12 },
    async close() {
      for (const socket of sockets) socket.destroy()
      if (server.listening) await new Promise(resolve => server.close(resolve))
    },
    open: () => listen(port),
  }
  return printer
}

/** Bytes of a command after its first two, for those the slip uses. */
const LENGTHS: Readonly<Record<string, number>> = {
  ...{ '1b40': 0, '1b61': 1, '1b45': 1, '1b64': 1, '1b21': 1, '1d21': 1, '1d56': 1, '1c26': 0, '1c2e': 0 },
}

/** @throws on a command it does not know, and on Chinese that is printed while the printer is not in that mode. */
function read(bytes: Buffer): Paper {
  const paper: Paper = { lines: [], qr: [], cuts: 0 }
  let [times, chinese] = [1, false]
  let line: number[] = []
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!
    if (byte === 0x0a) {
      paper.lines.push({ text: GB18030.decode(Buffer.from(line)), times })
      line = []
      at += 1
      continue
    }
    if (byte !== 0x1b && byte !== 0x1c && byte !== 0x1d) {
      if (byte > 0x7f && !chinese) throw new Error('Chinese outside the Chinese mode')
      const length = byte < 0x80 ? 1 : bytes[at + 1]! < 0x40 ? 4 : 2
      line.push(...bytes.subarray(at, at + length))
      at += length
      continue
    }
    const name = bytes.subarray(at, at + 2).toString('hex')
    const operand = bytes[at + 2]!
    if (name === '1d28') {
      const length = bytes.readUInt16LE(at + 3)
      const [, part, ...data] = bytes.subarray(at + 5, at + 5 + length)
      if (part === 0x50) paper.qr.push(Buffer.from(data.slice(1)).toString())
      at += 5 + length
      continue
    }
    const length = LENGTHS[name]
    if (length === undefined) throw new Error(`unknown command ${name}`)
    if (name === '1d21') times = (operand & 0x0f) + 1
    if (name === '1d56') paper.cuts += 1
    if (name === '1c26' || name === '1c2e') chinese = name === '1c26'
    at += 2 + length
  }
  return paper
}
