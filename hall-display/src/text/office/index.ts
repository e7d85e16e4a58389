import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const officeText = { 'zh-CN': zh.office, en: en.office }
export const counterStateCodes = { 'zh-CN': zh.state, en: en.state }
export const caseClassCodes = { 'zh-CN': zh.caseClass, en: en.caseClass }
