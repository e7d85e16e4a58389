import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const adminText = { 'zh-CN': zh.admin, en: en.admin }
export const stepsText = { 'zh-CN': zh.steps, en: en.steps }
export const staffText = { 'zh-CN': zh.staff, en: en.staff }
export const roleCodes = { 'zh-CN': zh.role, en: en.role }
