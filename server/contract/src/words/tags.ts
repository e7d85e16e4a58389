import type { Level } from './levels.ts'

/**
 * Tag dictionary, version 2: eight tags a level, the first digit is the level; three base, five extended. Tags may not
 * be added or removed without authority, so the dictionary is data with a version.
 */
export const TAG_VERSION = 2

export interface Tag {
  code: string
  set: 'base' | 'ext'
  zh: string
  en: string
}

const tag = (code: string, set: Tag['set'], zh: string, en: string): Tag => ({ code, set, zh, en })

export const TAGS: readonly Tag[] = [
  tag('510', 'base', '一窗受理一次办结', 'One counter, done in one go'),
  tag('511', 'base', '可以先受理后补材料', 'Accepted first, papers later'),
  tag('512', 'base', '不用提交证明', 'No certificates needed'),
  tag('513', 'ext', '可以全程网上办理', 'Can be done fully online'),
  tag('514', 'ext', '可以使用手机办理', 'Can be done on a phone'),
  tag('515', 'ext', '可以就近办理', 'Can be done nearby'),
  tag('516', 'ext', '无需材料直接办理', 'No papers needed at all'),
  tag('517', 'ext', '服务热情效率高', 'Warm and efficient service'),
  tag('406', 'base', '填写一张表单就可完成申报', 'A single form was enough'),
  tag('407', 'base', '在线提交材料窗口核验', 'Papers online, checked at the counter'),
  tag('408', 'base', '一张清单告知全部申报材料', 'One list of all papers needed'),
  tag('409', 'ext', '用告知承诺减免申报材料', 'A declaration replaced papers'),
  tag('410', 'ext', '可以在线预约办理', 'Can be booked online'),
  tag('411', 'ext', '跑大厅一次办完', 'One visit to the hall was enough'),
  tag('412', 'ext', '可以使用自助机办理', 'Self-service machines work'),
  tag('413', 'ext', '服务态度较好', 'Good attitude'),
  tag('307', 'base', '一次性告知需要补正的材料', 'Told once of everything to correct'),
  tag('308', 'base', '提供申报材料样本', 'Samples of the papers were given'),
  tag('309', 'base', '在承诺的时间内办结', 'Done within the promised time'),
  tag('310', 'ext', '办事指南指引准确', 'The guide was accurate'),
  tag('311', 'ext', '按办事指南要求的材料即可办理', 'The papers in the guide were enough'),
  tag('312', 'ext', '可以快递送达', 'Delivery by courier'),
  tag('313', 'ext', '跑动次数与承诺的一致', 'As many visits as promised'),
  tag('314', 'ext', '服务态度一般', 'Ordinary attitude'),
  tag('207', 'base', '没有提供材料样本', 'No samples of the papers'),
  tag('208', 'base', '没有提供材料清单', 'No list of the papers'),
  tag('209', 'base', '未在承诺时间内办结', 'Not done in the promised time'),
  tag('210', 'ext', '同样内容的证明材料被要求多次提交', 'The same proof asked for again'),
  tag('211', 'ext', '承诺网办但无法在线办理', 'Promised online, not possible online'),
  tag('212', 'ext', '在线预约办理后到实体大厅重复取号排队', 'Booked online, yet queued again'),
  tag('213', 'ext', '窗口人员业务不熟练', 'Staff did not know the work well'),
  tag('214', 'ext', '服务态度生硬', 'Stiff attitude'),
  tag('108', 'base', '在办事指南之外增加新的审批条件', 'Conditions beyond the guide'),
  tag('109', 'base', '需提供办事指南之外的申报材料', 'Papers beyond the guide'),
  tag('110', 'base', '无理由超过法定办理时间', 'Over the legal time without reason'),
  tag('111', 'ext', '办事指南提供样本有错', 'Errors in the sample papers'),
  tag('112', 'ext', '承诺在线收取申报材料实际无法收取', 'Promised to take papers online, did not'),
  tag('113', 'ext', '多头跑窗口和部门', 'Sent from counter to counter'),
  tag('114', 'ext', '跑动次数与承诺的不一致', 'More visits than promised'),
  tag('115', 'ext', '服务态度差效率低', 'Bad attitude, slow work'),
]

export const levelOfTag = (code: string): number => Number(code[0])

/** A tag is taken only for its own level, and only from the version in force. */
export const tagsOf = (level: Level): readonly Tag[] => TAGS.filter(t => levelOfTag(t.code) === level)

export const findTag = (code: string): Tag | undefined => TAGS.find(t => t.code === code)

const CONDUCT: ReadonlySet<string> = new Set(['213', '214', '115'])

/** 作风类 (conduct) or 行业类 (sector): where a bad evaluation goes. Ours; see docs/spec.md. */
export const classOfTags = (codes: readonly string[]): 'conduct' | 'sector' =>
  codes.some(code => CONDUCT.has(code)) ? 'conduct' : 'sector'

/** Version 1, retired: displayable in old records, never selectable. */
export const RETIRED_TAG_CODES: readonly string[] = [
  ['101', '102', '103', '104', '105', '106', '107'],
  ['201', '202', '203', '204', '205', '206'],
  ['301', '302', '303', '304', '305', '306'],
  ['401', '402', '403', '404', '405'],
  ['501', '502', '503', '504', '505', '506', '507', '508', '509'],
].flat()
