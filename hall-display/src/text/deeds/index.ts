import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const auditText = { 'zh-CN': zh.audit, en: en.audit }
export const deedCodes = { 'zh-CN': zh.deed, en: en.deed }
export const aboutCodes = { 'zh-CN': zh.about, en: en.about }
export const sayingCodes = { 'zh-CN': zh.saying, en: en.saying }
