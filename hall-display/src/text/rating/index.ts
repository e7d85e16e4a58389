import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const ratingText = { 'zh-CN': zh.rating, en: en.rating }
