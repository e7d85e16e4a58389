import { deserialize, serialize, setInternalBufferSize } from 'bson'
import type { Doc } from './subset/json.ts'

const opReply = 1
const opQuery = 2004
const opMsg = 2013
const headerBytes = 16
export const messageBytesMax = 48_000_000

// Room for the largest batch (see cursors.ts) as BSON. The memory is taken up only when it is written to.
setInternalBufferSize(64 * 1024 * 1024)

export interface Request {
  id: number
  command: Doc
  /** The first handshake comes, and is answered, in the protocol of before 2017. */
  isLegacy: boolean
}

/** Cuts a socket's bytes into messages. Throws when the peer cannot be speaking this protocol. */
export function framing(): (chunk: Buffer) => Buffer[] {
  let chunks: Buffer[] = []
  let length = 0
  return chunk => {
    chunks.push(chunk)
    length += chunk.length
    const messages: Buffer[] = []
    for (;;) {
      if (length < headerBytes) return messages
      // The length of a message may itself arrive in pieces.
      if (chunks[0]!.length < headerBytes) chunks = [Buffer.concat(chunks)]
      const wanted = chunks[0]!.readInt32LE(0)
      if (wanted < headerBytes || wanted > messageBytesMax) throw new Error(`a message of ${wanted} bytes`)
      if (length < wanted) return messages
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
      messages.push(bytes.subarray(0, wanted))
      chunks = [bytes.subarray(wanted)]
      length -= wanted
    }
  }
}

export function readRequest(message: Buffer): Request {
  const id = message.readInt32LE(4)
  const opCode = message.readInt32LE(12)
  if (opCode === opMsg) return { id, command: readSections(message), isLegacy: false }
  if (opCode !== opQuery) throw new Error(`the opcode ${opCode}`)
  // Flags, the collection's name, and two counts that a command does not use.
  const nameEnd = message.indexOf(0, headerBytes + 4)
  const name = message.toString('utf8', headerBytes + 4, nameEnd)
  if (!name.endsWith('.$cmd')) throw new Error(`a legacy query of ${name}`)
  const command = { ...deserialize(message.subarray(nameEnd + 9)), $db: name.slice(0, -'.$cmd'.length) }
  return { id, command, isLegacy: true }
}

/** One document (kind 0), and lists of documents beside it (kind 1), in any order. */
function readSections(message: Buffer): Doc {
  const flags = message.readInt32LE(headerBytes)
  const hasChecksum = (flags & 1) !== 0
  // Bit 1 asks for no answer (`w: 0`), and then a refusal could not be heard.
  if ((flags & ~0x10001) !== 0) throw new Error(`the message flags ${flags}`)
  const end = message.length - (hasChecksum ? 4 : 0)
  let command: Doc = {}
  const sequences: Doc = {}
  for (let at = headerBytes + 4; at < end; ) {
    const kind = message[at]
    const sectionEnd = at + 1 + message.readInt32LE(at + 1)
    if (sectionEnd <= at + 5 || sectionEnd > end) throw new Error('a section that ends outside its message')
    if (kind === 0) command = deserialize(message.subarray(at + 1, sectionEnd)) as Doc
    else if (kind === 1) {
      const nameEnd = message.indexOf(0, at + 5)
      sequences[message.toString('utf8', at + 5, nameEnd)] = readDocs(message.subarray(nameEnd + 1, sectionEnd))
    } else throw new Error(`a section of kind ${kind}`)
    at = sectionEnd
  }
  return { ...command, ...sequences }
}

function readDocs(bytes: Buffer): Doc[] {
  const docs: Doc[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + bytes.readInt32LE(at)
    docs.push(deserialize(bytes.subarray(at, end)) as Doc)
    at = end
  }
  return docs
}

export function writeReply(to: Request, reply: Doc): Buffer {
  const body = serialize(reply)
  // A legacy reply has flags, a cursor, a start and a count of 1; a message has flags and a section of kind 0.
  const head = Buffer.alloc(headerBytes + (to.isLegacy ? 20 : 5))
  head.writeInt32LE(head.length + body.length, 0)
  head.writeInt32LE(to.id, 8)
  head.writeInt32LE(to.isLegacy ? opReply : opMsg, 12)
  if (to.isLegacy) head.writeInt32LE(1, head.length - 4)
  return Buffer.concat([head, body])
}
