import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const adminText = { 'zh-CN': zh.admin, en: en.admin }
export const stepsText = { 'zh-CN': zh.steps, en: en.steps }
export const staffText = { 'zh-CN': zh.staff, en: en.staff }
export const auditText = { 'zh-CN': zh.audit, en: en.audit }
export const roleCodes = { 'zh-CN': zh.role, en: en.role }
export const deedCodes = { 'zh-CN': zh.deed, en: en.deed }
export const aboutCodes = { 'zh-CN': zh.about, en: en.about }
