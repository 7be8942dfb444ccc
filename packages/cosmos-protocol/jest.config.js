import { preset } from '@perdura/jest-preset';

export default preset;
