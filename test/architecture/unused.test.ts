import ts from 'typescript'
import { expect, test } from 'vitest'
import { refusals } from '../../server/contract/src/words/refusals.ts'
import { files, isCode, parse, textOf, walk } from './tree.ts'

const isWords = (path: string): boolean => /^server\/contract\/src\/words\/(parking\/[a-z]+-)?refusals\.ts$/.test(path)

/** The texts of a source that a program works with: no comment, no import and no sentence around a word. */
function textsIn(path: string, text: string): string[] {
  const found: string[] = []
  walk(parse(path, text), node => {
    if (ts.isStringLiteral(node)) found.push(node.text)
  })
  return found
}

test('[AR9] every refusal is given by the hub: a sentence nobody ever hears is no part of the contract', () => {
  const hub = files.filter(path => isCode(path) && path.startsWith('server/') && !isWords(path))
  const said = new Set(hub.flatMap(path => textsIn(path, textOf(path))))
  const codes = Object.keys(refusals)
  expect(hub.length).toBeGreaterThan(140)
  expect(codes.length).toBeGreaterThan(70)
  expect(codes.filter(code => !said.has(code))).toEqual([])
  expect(textsIn('x.ts', "// 'ticket.unknown'\nrefuse('hall.unknown')\n")).toEqual(['hall.unknown'])
})
