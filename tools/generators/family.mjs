export default function family() {}
