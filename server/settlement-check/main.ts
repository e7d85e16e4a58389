import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type ChainFault, NO_FILE_BEFORE, verifyChain } from '../src/settlements/papers/file.ts'
import { afterWhich, inOrder } from './order.ts'
import { savedElsewhere } from './saved.ts'

const EXIT_FAULT = 1
const EXIT_USAGE = 2
const USAGE = `用法 / usage: npm run books:verify -- FILE…
一个停车场的全部结算单文件，先后不拘 / all settlements of one car park, in any order`

/** What each fault means to whoever holds the files. */
const WHY: Readonly<Record<ChainFault['why'], [zh: string, en: string]>> = {
  form: ['不是本系统写出的结算单行', 'is no line of a settlement as this house writes it'],
  sum: ['内容与校验和不符，文件在出具后被改过', 'does not come to its sum: the file was changed after it was drawn'],
  order: ['有重复或顺序不对的行', 'stands twice or out of order'],
  counts: ['笔数或合计与各行不符', 'tells other counts or another total than its rows'],
  link: ['没有接在前一份之后', 'does not follow the file before it'],
  lot: ['属于另一个停车场', 'is of another car park'],
  version: ['不是这一天的下一版', 'is not the next version of its day'],
  edited: [
    '以前版本中的调整被改动、移到别的日子或删去',
    'has an adjustment of an earlier version otherwise, on another day, or not at all',
  ],
}

/** `npm run books:verify -- FILE…`: either side checks the settlements it was given, without hub or store. */
function main(files: readonly string[]): number {
  if (files.length === 0) {
    console.error(USAGE)
    return EXIT_USAGE
  }
  const given = files.map(file => ({ file, bytes: readFileSync(file) }))
  const saved = given.flatMap(({ file, bytes }) => {
    const how = savedElsewhere(bytes)
    return how === undefined ? [] : [`✗ ${file} ${how.zh}\n  ${file} ${how.en}`]
  })
  if (saved.length > 0) {
    console.log(saved.join('\n'))
    return EXIT_FAULT
  }
  const chain = inOrder(
    given.map(({ file, bytes }) => ({ file, text: bytes.toString('utf8') })),
    NO_FILE_BEFORE,
  )
  const texts = chain.map(({ text }) => text)
  const fault = verifyChain(texts, text => createHash('sha256').update(text).digest('hex'))
  if (fault !== undefined) {
    console.log(faultLines(chain, fault))
    return EXIT_FAULT
  }
  const sha256 = (JSON.parse(texts.at(-1)!.trim().split('\n').at(-1)!) as { sha256: string }).sha256
  console.log(
    `✓ ${texts.length} 份结算单前后相接，未被改动\n  ${texts.length} settlements follow one another, unchanged\n  ${sha256}`,
  )
  return 0
}

type Given = { file: string; text: string }

function faultLines(chain: readonly Given[], { file: at, line, why }: ChainFault): string {
  const { file, text } = chain[at]!
  const [zh, en] = WHY[why]
  const told = [`✗ ${file} 第 ${line} 行：${zh}`, `  line ${line} ${en}`]
  if (why !== 'link') return told.join('\n')
  const before = afterWhich(text)
  const rival = chain.slice(0, at).find(one => afterWhich(one.text) === before)
  const more =
    rival === undefined
      ? `缺少校验和为 ${before} 的前一份，请一并列出 / the one before it, with this sum, is missing: name it too`
      : `${rival.file} 也接在同一份之后，两份中只有一份可信 / that file follows the same one: only one of both can be right`
  return [...told, `  ${more}`].join('\n')
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  console.error(`文件读不出 / a file cannot be read: ${(error as Error).message}`)
  process.exitCode = EXIT_USAGE
}
