import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const disputeText = { 'zh-CN': zh.dispute, en: en.dispute }
