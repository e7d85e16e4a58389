import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type ChainFault, verifyChain } from '../src/settlements/papers/file.ts'

const EXIT_FAULT = 1
const EXIT_USAGE = 2
const USAGE = `用法 / usage: npm run books:verify -- FILE…
按出具的先后列出全部结算单文件 / all settlements of one car park, in the order in which they were drawn`

/** What each fault means to whoever holds the files. */
const WHY: Readonly<Record<ChainFault['why'], [zh: string, en: string]>> = {
  form: ['不是本系统写出的结算单行', 'is no line of a settlement as this house writes it'],
  sum: ['内容与校验和不符，文件在出具后被改过', 'does not come to its sum: the file was changed after it was drawn'],
  order: ['有重复或顺序不对的行', 'stands twice or out of order'],
  counts: ['笔数或合计与各行不符', 'tells other counts or another total than its rows'],
  link: [
    '没有接在前一份之后：缺少文件，或顺序不对',
    'does not follow the file before it: one is missing, or they are out of order',
  ],
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
  const texts = files.map(file => readFileSync(file, 'utf8'))
  const fault = verifyChain(texts, text => createHash('sha256').update(text).digest('hex'))
  if (fault !== undefined) {
    const [zh, en] = WHY[fault.why]
    console.log(`✗ ${files[fault.file]} 第 ${fault.line} 行：${zh}\n  line ${fault.line} ${en}`)
    return EXIT_FAULT
  }
  const sha256 = (JSON.parse(texts.at(-1)!.trim().split('\n').at(-1)!) as { sha256: string }).sha256
  console.log(
    `✓ ${files.length} 份结算单前后相接，未被改动\n  ${files.length} settlements follow one another, unchanged\n  ${sha256}`,
  )
  return 0
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  console.error(`文件读不出 / a file cannot be read: ${(error as Error).message}`)
  process.exitCode = EXIT_USAGE
}
