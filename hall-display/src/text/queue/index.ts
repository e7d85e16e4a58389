import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const priorityCodes = { 'zh-CN': zh.priority, en: en.priority }
export const statusCodes = { 'zh-CN': zh.status, en: en.status }
