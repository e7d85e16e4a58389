import type { Commit } from '@pingting/contract'
import { expect, test } from 'vitest'
import { openTicketCodes } from '../../../../server/src/hub/access/ticket-codes.ts'
import { openTicketTokens } from '../../../../server/src/hub/tokens.ts'

const tokens = openTicketTokens(Buffer.alloc(32, 7))
const idOf = (n: number): string => `20261123-A${String(n).padStart(3, '0')}`

/** A hall with so many tickets, and a tally of the codes computed. */
function given(tally: number) {
  const tickets = new Map(Array.from({ length: tally }, (_, n) => [idOf(n + 1), {}]))
  const state = { halls: { hall: { hallNumber: 1 } }, tickets: { tickets } }
  const computed = { tally: 0 }
  const codeOf = (hallNumber: number, ticketId: string) => {
    computed.tally += 1
    return tokens.codeOf(hallNumber, ticketId)
  }
  const hub = { stream: (_: string, id: string) => (id === 'h1' ? { peek: () => state } : undefined) }
  const codes = openTicketCodes(hub as never, { codeOf })
  const hear = (event: object) => codes.heard({ stream: 'hall:h1', events: [event] } as unknown as Commit)
  return { tickets, computed, codes, hear }
}

test('[AC52] a code is found without computing those of all others again', () => {
  const { tickets, computed, codes, hear } = given(800)
  const found = (n: number) => codes.find('h1', tokens.codeOf(1, idOf(n)))
  expect(found(17)).toBe(idOf(17))
  expect(computed.tally).toBe(800)

  for (let n = 1; n <= 800; n += 1) expect(found(n)).toBe(idOf(n))
  tickets.set(idOf(801), {})
  hear({ type: 'ticket.taken', ticketId: idOf(801) })

  expect(found(801)).toBe(idOf(801))
  expect(computed.tally).toBe(801)
})

test('[AC52] a ticket that was forgotten, a made-up code and an unknown hall find nothing', () => {
  const { tickets, codes, hear } = given(3)
  expect(codes.find('h1', tokens.codeOf(1, idOf(1)))).toBe(idOf(1))
  tickets.delete(idOf(1))
  expect(codes.find('h1', tokens.codeOf(1, idOf(1)))).toBeUndefined()
  hear({ type: 'hall.dayClosed' })
  expect(codes.find('h1', tokens.codeOf(1, idOf(2)))).toBe(idOf(2))
  expect(codes.find('h1', 'MADEUPC0D')).toBeUndefined()
  expect(codes.find('nowhere', tokens.codeOf(1, idOf(2)))).toBeUndefined()
})

test('[AC52] a code is read as people type it: in groups, in small letters, O for 0 and I or L for 1', () => {
  const { codes } = given(400)
  for (let n = 1; n <= 400; n += 1) {
    const code = tokens.codeOf(1, idOf(n))
    const typed = code
      .replace(/(.{3})/g, '$1 ')
      .toLowerCase()
      .replaceAll('0', 'o')
      .replaceAll('1', n % 2 ? 'i' : 'l')
    expect(codes.find('h1', typed)).toBe(idOf(n))
  }
})
