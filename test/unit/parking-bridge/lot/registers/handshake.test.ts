import { describe, expect, test } from 'vitest'
import { type Mine, type Next, next, seqAfter } from '../../../../../parking-bridge/src/lot/registers/handshake.ts'

const MINE: Mine = { seq: 7, before: 6, key: 'k1' }

describe('[PF4] what the registers mean', () => {
  const rows: [string, Mine | undefined, [reqSeq: number, ackSeq: number, ackKey: string], Next][] = [
    ['nothing was ever asked', undefined, [0, 0, ''], 'write'],
    ['the last request is answered', undefined, [6, 6, 'k0'], 'write'],
    ['a request of somebody before us is under way', undefined, [6, 5, 'k0'], 'wait'],
    ['ours is answered', MINE, [7, 7, 'k1'], 'take'],
    ['ours is under way', MINE, [7, 6, 'k0'], 'wait'],
    ['ours is under way, and the answer before it was to the same key', MINE, [7, 6, 'k1'], 'wait'],
    ['our number is answered for another key', MINE, [7, 7, 'k9'], 'strange'],
    ['our trigger never landed', MINE, [6, 6, 'k0'], 'neverLanded'],
    ['our trigger never landed, nor was the one before it answered', MINE, [6, 5, 'k0'], 'neverLanded'],
    ['another hand has written', MINE, [9, 9, 'k9'], 'strange'],
    ['another hand is being served', MINE, [9, 8, 'k9'], 'strange'],
    ['the controller forgot its registers', MINE, [0, 0, ''], 'strange'],
  ]
  test.each(rows)('%s', (_what, mine, [reqSeq, ackSeq, ackKey], what) => {
    expect(next({ reqSeq, ackSeq, ackKey }, mine)).toBe(what)
  })
})

test.each([
  [0, 0, 1],
  [6, 6, 7],
  [6, 5, 7],
  [6, 7, 8],
  [0xffff_ffff, 0xffff_ffff, 1],
  [0xffff_ffff, 1, 2],
])(
  '[PF4] after %i asked and %i answered comes %i, which is never 0 and stands in no register',
  (reqSeq, ackSeq, seq) => {
    expect(seqAfter({ reqSeq, ackSeq, ackKey: '' })).toBe(seq)
  },
)
