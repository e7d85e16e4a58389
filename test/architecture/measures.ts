import ts from 'typescript'
import { codeOf, parse, walk } from './tree.ts'

export interface Long {
  name: string
  line: number
  lines: number
}

type Body = ts.FunctionLikeDeclaration & { body: ts.Node }
const isFunction = (node: ts.Node): node is Body =>
  ts.isFunctionLike(node) && 'body' in node && (node as Body).body !== undefined

/**
 * Functions with more lines of their own than allowed. Lines of functions written inside count for those, so that a
 * closure which only holds others, a `describe` or an opener of ports, is as long as what it does itself.
 */
export function longFunctions(path: string, text: string, max: number): Long[] {
  const source = parse(path, text)
  const lineOf = (at: number): number => source.getLineAndCharacterOfPosition(at).line
  const long: Long[] = []
  walk(source, node => {
    if (!isFunction(node)) return
    const first = lineOf(node.getStart())
    const own = new Set(Array.from({ length: lineOf(node.getEnd()) - first + 1 }, (_, index) => first + index))
    for (const inner of nearestInside(node)) {
      // The lines an inner function shares with its owner stay the owner's.
      for (let line = lineOf(inner.getStart()) + 1; line < lineOf(inner.getEnd()); line += 1) own.delete(line)
    }
    if (own.size > max) long.push({ name: nameOf(node), line: first + 1, lines: own.size })
  })
  return long
}

function nearestInside(node: Body): Body[] {
  const found: Body[] = []
  const visit = (child: ts.Node): void => {
    if (isFunction(child)) found.push(child)
    else ts.forEachChild(child, visit)
  }
  ts.forEachChild(node, visit)
  return found
}

function nameOf(node: Body): string {
  if (node.name !== undefined) return node.name.getText()
  const { parent } = node
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name.getText() : 'a function'
}

/** What a pure file must not touch, and the only uses of Date that touch no clock. */
const WORLD =
  /\b(?:Date\.now|new Date\(\)|Math\.random|process\.|fetch\(|setTimeout|setInterval|setImmediate|crypto\.|performance\.|queueMicrotask|console\.)/
const CLOCKLESS = /\bDate\.(?:parse|UTC)\b|\bnew Date\([^)]/g

/** Lines of a file that touch the world: a clock, randomness, a timer, the process, the network. */
export const worldlyLines = (text: string): number[] =>
  codeOf(text)
    .split('\n')
    .flatMap((line, index) => {
      const rest = line.replace(CLOCKLESS, '')
      return WORLD.test(line) || /\bDate\b/.test(rest.replace(/:\s*Date\b/g, '')) ? [index + 1] : []
    })

const MONEY = /Fen$|^fen$/
const FLOATING = new Set(['parseFloat', 'Number', 'parseInt'])
const DIVIDES = new Set([ts.SyntaxKind.SlashToken, ts.SyntaxKind.SlashEqualsToken])

/** `row.feeWaivedFen`, `totalFen`, `(amountFen ?? 0)`: an expression whose last word is an amount. */
function isMoney(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return MONEY.test(node.text)
  if (ts.isPropertyAccessExpression(node)) return MONEY.test(node.name.text)
  if (ts.isElementAccessExpression(node)) return isMoney(node.argumentExpression)
  if (ts.isStringLiteral(node)) return MONEY.test(node.text)
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isPrefixUnaryExpression(node))
    return isMoney('operand' in node ? node.operand : node.expression)
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return isMoney(node.expression)
  if (ts.isBinaryExpression(node)) return isMoney(node.left) || isMoney(node.right)
  return false
}

/** Lines on which money may stop being whole fen: a division, a float made of it, a text with places. */
export function floatLines(path: string, text: string): number[] {
  const source = parse(path, text)
  const found: ts.Node[] = []
  walk(source, node => {
    if (ts.isBinaryExpression(node) && DIVIDES.has(node.operatorToken.kind) && isMoney(node.left)) found.push(node)
    if (!ts.isCallExpression(node)) return
    const { expression, arguments: values } = node
    if (ts.isPropertyAccessExpression(expression) && /^to(Fixed|Precision)$/.test(expression.name.text)) {
      if (isMoney(expression.expression)) found.push(node)
    }
    const called = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText()
    if (FLOATING.has(called) && values.some(isMoney)) found.push(node)
  })
  return found.map(node => source.getLineAndCharacterOfPosition(node.getStart()).line + 1)
}
