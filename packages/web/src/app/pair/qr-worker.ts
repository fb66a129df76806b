import "virtual:qr-decoder";
