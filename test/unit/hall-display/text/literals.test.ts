import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const SRC = fileURLToPath(new URL('../../../../hall-display/src/', import.meta.url))
const HAN = /\p{Script=Han}/u
const WORD = /\p{L}{2,}/u
/** Attributes that are read by people; the others are names. */
const READ_BY_PEOPLE = new Set(['aria-label', 'title', 'alt', 'placeholder', 'aria-description'])

/** Words written into the markup itself: text between tags, attributes people read, and Chinese anywhere. */
function literalsIn(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const spoken =
      (ts.isJsxText(node) && WORD.test(node.text)) ||
      (ts.isStringLiteralLike(node) && HAN.test(node.text)) ||
      (ts.isTemplateExpression(node) && HAN.test(node.getText(file))) ||
      (ts.isStringLiteral(node) &&
        ts.isJsxAttribute(node.parent) &&
        READ_BY_PEOPLE.has(node.parent.name.getText(file)) &&
        WORD.test(node.text))
    if (spoken) found.push(`${name}: ${node.getText(file).trim()}`)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

describe('words in the faces', () => {
  test('[FA] no face writes a Chinese or English text of its own: all stand in text/', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.tsx'))
    expect(files.length).toBeGreaterThan(30)

    expect(files.flatMap(path => literalsIn(path, readFileSync(SRC + path, 'utf8')))).toEqual([])
  })

  test.each([
    ['text between tags', 'const a = <p>Hello there</p>'],
    ['Chinese between tags', 'const a = <p>你好</p>'],
    ['a label', 'const a = <button aria-label="Close it" />'],
    ['Chinese in a string', "const a = <p>{open ? '开' : say('x')}</p>"],
    ['Chinese in a template', 'const a = <p>{`$' + '{n} 人`}</p>'],
  ])('[FA] the scanner finds %s', (_what, source) => {
    expect(literalsIn('bad.tsx', source)).toHaveLength(1)
  })
})
