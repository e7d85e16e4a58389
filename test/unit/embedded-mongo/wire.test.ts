import { BSON } from 'bson'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { framing, readRequest, writeReply } from '../../../server/embedded-mongo/src/wire.ts'

function message(opCode: number, body: Buffer): Buffer {
  const head = Buffer.alloc(16)
  head.writeInt32LE(16 + body.length, 0)
  head.writeInt32LE(77, 4)
  head.writeInt32LE(opCode, 12)
  return Buffer.concat([head, body])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function kind0(doc: object): Buffer {
  return Buffer.concat([Buffer.of(0), BSON.serialize(doc)])
}

function kind1(name: string, docs: object[]): Buffer {
  const body = Buffer.concat([Buffer.from(`${name}\0`), ...docs.map(doc => BSON.serialize(doc))])
  return Buffer.concat([Buffer.of(1), int32(4 + body.length), body])
}

describe('the wire', () => {
  test('messages come out whole, however the bytes arrive', () => {
    const docs = fc.array(fc.record({ ping: fc.string() }), { minLength: 1, maxLength: 5 })
    const cuts = fc.array(fc.nat(300), { maxLength: 20 })
    fc.assert(
      fc.property(docs, cuts, (commands, at) => {
        // given
        const bytes = Buffer.concat(commands.map(doc => message(2013, Buffer.concat([int32(0), kind0(doc)]))))
        const edges = [0, ...at.filter(edge => edge < bytes.length).sort((a, b) => a - b), bytes.length]
        // when
        const cut = framing()
        const messages = edges.slice(1).flatMap((edge, i) => cut(bytes.subarray(edges[i], edge)))
        // then
        expect(messages.map(found => readRequest(found).command)).toEqual(commands)
      }),
    )
  })

  test('sequences of documents join their command, before or after it, and a checksum is left aside', () => {
    // given
    const sections = [kind1('documents', [{ _id: 'a' }, { _id: 'b' }]), kind0({ insert: 'c', $db: 'd' })]
    const body = Buffer.concat([int32(1), ...sections, int32(0x7fffffff)])
    // when
    const request = readRequest(message(2013, body))
    // then
    const command = { insert: 'c', $db: 'd', documents: [{ _id: 'a' }, { _id: 'b' }] }
    expect(request).toEqual({ id: 77, isLegacy: false, command })
  })

  test('the old handshake is answered in its own form', () => {
    // given
    const query = Buffer.concat([
      int32(0),
      Buffer.from('admin.$cmd\0'),
      int32(0),
      int32(-1),
      BSON.serialize({ ismaster: 1 }),
    ])
    // when
    const request = readRequest(message(2004, query))
    const reply = writeReply(request, { ok: 1 })
    // then
    expect(request.command).toEqual({ ismaster: 1, $db: 'admin' })
    expect([reply.readInt32LE(0), reply.readInt32LE(8), reply.readInt32LE(12)]).toEqual([reply.length, 77, 1])
    expect(reply.readInt32LE(32)).toBe(1)
    expect(BSON.deserialize(reply.subarray(36))).toEqual({ ok: 1 })
  })

  test('what cannot be answered is not read: other opcodes, w: 0, absurd lengths, sections without end', () => {
    // given
    const compressed = message(2012, int32(0))
    const unacknowledged = message(2013, Buffer.concat([int32(2), kind0({ insert: 'c' })]))
    const http = Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    const endless = message(2013, Buffer.concat([int32(0), Buffer.of(1), int32(-1), kind0({ insert: 'c' })]))
    // when · then
    expect(() => readRequest(endless)).toThrow('outside its message')
    expect(() => readRequest(compressed)).toThrow('2012')
    expect(() => readRequest(unacknowledged)).toThrow('flags 2')
    expect(() => framing()(http)).toThrow('bytes')
  })
})
