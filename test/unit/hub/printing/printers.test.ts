import { afterEach, expect, test } from 'vitest'
import { openPrinters } from '../../../../server/src/hub/printing/printers.ts'
import { openTicketTokens } from '../../../../server/src/hub/tokens.ts'
import { openPaperPrinter, type PaperPrinter } from '../../../support/paper-printer.ts'
import { until } from '../../../support/room.ts'
import { Floor } from '../../tickets/floor.ts'

let printer: PaperPrinter
afterEach(() => printer.close())

test('[HL60] a slip that waits for its turn is not printed when nobody waits for it any more; the next one is', async () => {
  // given three tickets at one printer, and the visitor of the second gone
  printer = await openPaperPrinter()
  const floor = new Floor()
  const ids = [floor.take(), floor.take(), floor.take()]
  const warned: unknown[] = []
  const printers = openPrinters({
    hub: { stream: () => ({ peek: () => ({ halls: floor.hall, tickets: floor.tickets }) }) } as never,
    tokens: openTicketTokens(Buffer.alloc(32, 7)),
    publicUrl: () => 'http://hub',
    table: new Map([['k1', { host: '127.0.0.1', port: printer.port }]]),
    log: { warn: (what: unknown) => void warned.push(what) } as never,
  })
  const print = (ticketId: string, isGone = () => false) =>
    printers.print({ hallId: 'laishan', ticketId, deviceId: 'k1', language: 'zh-CN', isGone })

  // when all three ask at once
  const told = await Promise.all([print(ids[0]!), print(ids[1]!, () => true), print(ids[2]!)])

  // then
  expect(told.map(refusal => refusal?.refused ?? 'printed')).toEqual(['printed', 'printer.away', 'printed'])
  await until('both are out', () => printer.papers.length >= 2)
  const texts = printer.papers.map(({ lines }) => lines.map(({ text }) => text).join('\n'))
  expect(texts.map(text => /A00\d/.exec(text)?.[0])).toEqual(['A001', 'A003'])
  expect(warned).toMatchObject([{ sent: 'gone' }])
})
