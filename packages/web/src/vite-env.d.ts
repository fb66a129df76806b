declare module "virtual:qr-decoder";
