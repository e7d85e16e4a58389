import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const commonText = { 'zh-CN': zh.common, en: en.common }
