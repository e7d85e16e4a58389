import { type DataType, StatusCodes } from 'node-opcua'
import { beforeEach, describe, expect, test } from 'vitest'
import type { At } from '../../../../../parking-bridge/src/lot/opcua/life.ts'
import { Exchange } from '../../../../../parking-bridge/src/lot/registers/exchange.ts'
import { keyBytes } from '../../../../../parking-bridge/src/lot/registers/layout.ts'
import type { RegisterNodes } from '../../../../../parking-bridge/src/lot/registers/nodes.ts'
import { queryRequest } from '../../../../../parking-bridge/src/lot/registers/requests.ts'

const KEY = '3f2504e0-4f89-51d3-9a0c-0305e82c3301'
const NAMES = [
  ...['PlcEpoch', 'ReqOp', 'ReqKey', 'ReqPlate', 'ReqMinutes', 'ReqNotAfter', 'ReqDeadline', 'ReqCrc', 'ReqSeq'],
  ...['AckSeq', 'AckKey', 'AckOutcome', 'AckState', 'AckCrc'],
]
type Values = Record<string, unknown>

/** Registers on paper: what a server may say that ours never does. Its nodes are named as the registers are. */
class Paper {
  values: Values = {}
  /** One for each Write, the latest last. */
  readonly written: string[][] = []
  /** Told of the register whose value was just written. */
  onWrite: (name: string, value: unknown) => void = () => undefined
  status: (name: string) => (typeof StatusCodes)['Good'] = () => StatusCodes.Good
  /** What is seen of them, read by read. */
  seen: (values: Values, reads: number) => Values = values => values
  reads = 0

  session = {
    read: async (wanted: { nodeId: string }[]) => {
      const values = this.seen({ ...this.values }, ++this.reads)
      return wanted.map(({ nodeId }) => ({
        statusCode: this.status(`read ${nodeId}`),
        value: { value: values[nodeId] },
      }))
    },
    write: async (asked: { nodeId: string; value: { value: { dataType: DataType; value: unknown } } }[]) => {
      this.written.push(asked.map(({ nodeId }) => nodeId))
      return asked.map(({ nodeId, value }) => {
        const statusCode = this.status(nodeId)
        if (!statusCode.isGood()) return statusCode
        this.values[nodeId] = value.value.value
        this.onWrite(nodeId, value.value.value)
        return statusCode
      })
    },
  }

  at(): At<RegisterNodes> {
    const ids = Object.fromEntries(NAMES.map(name => [name, name]))
    return {
      session: this.session,
      nodes: { ids, byteArrays: new Set() },
      gateEpoch: 'E1',
    } as unknown as At<RegisterNodes>
  }
}

const rest = { PlcEpoch: 'E1', ReqSeq: 6, AckSeq: 6, AckKey: Buffer.alloc(16), AckOutcome: 0, AckState: 0, AckCrc: 0 }
let paper: Paper
let exchange: Exchange
const ask = () => exchange.ask(paper.at(), queryRequest(KEY))
const answer = (over: Values = {}) => ({
  AckKey: keyBytes(KEY),
  AckOutcome: 3,
  AckSeq: paper.values['ReqSeq'],
  ...over,
})
const answers =
  (over: Values = {}) =>
  (name: string) => {
    if (name === 'ReqSeq') Object.assign(paper.values, answer(over))
  }

beforeEach(() => {
  paper = new Paper()
  paper.values = { ...rest }
  paper.onWrite = answers()
  exchange = new Exchange()
})

describe('[PF5] a request', () => {
  test('has its body in one Write and its number alone in the next', async () => {
    expect(await ask()).toMatchObject({ outcome: 3, reqSeq: 7, ackSeq: 7, ackKey: KEY, epoch: 'E1' })
    expect(paper.written.map(names => names.length)).toEqual([7, 1])
    expect(paper.written[1]).toEqual(['ReqSeq'])
  })

  test.each([
    ['BadTypeMismatch', 'ReqPlate', 'BadTypeMismatch'],
    ['BadUserAccessDenied', 'ReqCrc', 'BadUserAccessDenied'],
    ['BadInternalError', 'ReqOp', 'BadLinkDown'],
    ['BadInternalError', 'read AckSeq', 'BadLinkDown'],
  ] as const)(
    'of which a register is refused (%s of %s) is not triggered, and nothing ran',
    async (code, register, proof) => {
      paper.status = name => (name === register ? StatusCodes[code] : StatusCodes.Good)
      await expect(ask()).rejects.toMatchObject({ code: proof })
      expect(paper.written.flat()).not.toContain('ReqSeq')
    },
  )

  test('whose number is refused has not run, where the code says so', async () => {
    paper.status = name => (name === 'ReqSeq' ? StatusCodes.BadUserAccessDenied : StatusCodes.Good)
    await expect(ask()).rejects.toMatchObject({ code: 'BadUserAccessDenied' })
    // What is not known to have landed is looked for, and was not there: the next goes at once.
    paper.status = () => StatusCodes.Good
    expect(await ask()).toMatchObject({ ackSeq: 7 })
  })

  test('is not called unheard by any code behind its trigger', async () => {
    paper.status = name => (name === 'read AckSeq' && paper.reads > 1 ? StatusCodes.BadNodeIdUnknown : StatusCodes.Good)
    await expect(ask()).rejects.toMatchObject({ code: 'BadUnexpectedError' })
  })

  test('is answered by what was read after its number was seen, not with it', async () => {
    // One Read of many registers: number and key are there already, the outcome is still that of the request before.
    paper.seen = (values, reads) => (reads === 2 ? { ...values, AckOutcome: 0 } : values)
    expect(await ask()).toMatchObject({ outcome: 3 })
  })

  test('that a gateway shows some cycles later is waited for', async () => {
    paper.seen = (values, reads) => (reads < 4 ? { ...rest, ReqSeq: 6 } : values)
    expect(await ask()).toMatchObject({ ackSeq: 7 })
  })

  test.each([
    ['answered for another key', { AckKey: Buffer.alloc(16, 9) }],
    ['written over by another hand', { ReqSeq: 99, AckSeq: 99 }],
    ['forgotten by the controller', { ReqSeq: 0, AckSeq: 0 }],
  ])('%s may have run', async (_what, over) => {
    paper.onWrite = answers(over)
    await expect(ask()).rejects.toMatchObject({ code: 'BadUnexpectedError', said: true })
  })

  test('under which the controller started anew may have run, and the link is not used any more', async () => {
    paper.onWrite = answers({ PlcEpoch: 'E2' })
    await expect(ask()).rejects.toMatchObject({ code: 'BadUnexpectedError', said: false })
  })
})

test('[PF5] nobody answers: unknown after two seconds, and the next request does not wait for that one again', async () => {
  paper.onWrite = () => undefined
  await expect(ask()).rejects.toMatchObject({ code: 'BadTimeout', said: true })
  paper.onWrite = answers()
  const beganMs = performance.now()
  expect(await ask()).toMatchObject({ ackSeq: 8 })
  expect(performance.now() - beganMs).toBeLessThan(1_000)
})

test('[PF4] a request of a process before us is given its time, and its answer is not taken for ours', async () => {
  Object.assign(paper.values, { ReqSeq: 7 })
  setTimeout(() => Object.assign(paper.values, { AckSeq: 7 }), 50)
  expect(await ask()).toMatchObject({ ackSeq: 8 })
})

test('[PF5] one request at a time, and one that fails holds up none after it', async () => {
  const order: string[] = []
  const work = (name: string, fails: boolean) => () => {
    order.push(`${name} begins`)
    return new Promise<string>((resolve, reject) =>
      setTimeout(() => {
        order.push(`${name} ends`)
        if (fails) reject(new Error(name))
        else resolve(name)
      }, 5),
    )
  }
  const told = await Promise.allSettled([exchange.inTurn(work('a', true)), exchange.inTurn(work('b', false))])
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})
